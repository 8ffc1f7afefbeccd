using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue;
using Parley.Providers.Model;
using Parley.Providers.Routes;

namespace Parley.Providers.Registry;

/// <summary>The providers in force, in memory: read from the rows, swapped whole. The engine's routes are built here.</summary>
internal sealed partial class ProviderRegistry(
    IDbContextFactory<ParleyDbContext> databases, CredentialSealer sealer, KnowledgeReader knowledge, ILogger<ProviderRegistry> log) : IChangeListener, IDisposable
{
    private readonly SemaphoreSlim _loading = new(1);
    private volatile State _state = new([], [], RouteSnapshot.Empty, null);
    private TaskCompletionSource _changed = NewSignal();
    private ImmutableArray<ShadowedName> _told = [];

    public RouteSnapshot Current => _state.Routes;

    public ImmutableArray<ProviderDefinition> Definitions => _state.Definitions;

    /// <summary>The named routes in force.</summary>
    public ImmutableArray<NamedRoute> NamedRoutes => _state.Named;

    /// <summary>What the routes in force were built with.</summary>
    public ModelKnowledge Knowledge => _state.Knowledge ?? ModelKnowledge.Seed;

    public string Topic => ProviderStore.Topic;

    /// <summary>Completes at the next reload.</summary>
    public Task NextChange => Volatile.Read(ref _changed).Task;

    /// <summary>Reads all rows; when it returns, requests see them. One at a time, so that an older reading never
    /// replaces a newer one.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).ToListAsync(cancellationToken);
            ImmutableArray<ProviderDefinition> definitions = [.. rows.Select(Open).OfType<ProviderDefinition>()];
            var named = RouteRows.InForce(await db.Set<RouteRow>().AsNoTracking().ToListAsync(cancellationToken));
            var known = await knowledge.ReadAsync(db, cancellationToken);
            _state = new State(definitions, named, RouteSnapshotBuilder.Build(definitions, named, known), known);
            WarnOf(RouteNames.Shadowed(definitions, named, known.Aliases));
        }
        finally
        {
            _loading.Release();
        }

        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
    }

    public void Dispose() => _loading.Dispose();

    /// <summary>Each once, as long as it lasts. Called by one at a time.</summary>
    private void WarnOf(ImmutableArray<ShadowedName> shadowed)
    {
        foreach (var name in shadowed.Except(_told))
        {
            if (name.AliasOf is { } model) AliasGivesWay(log, name.Model, name.Provider, model);
            else RouteGoesBefore(log, name.Model, name.Provider);
        }

        _told = shadowed;
    }

    private ProviderDefinition? Open(Provider row)
    {
        var definition = row.ToKnown(sealer).Definition;
        if (definition is null) CannotOpen(log, row.Name); // one lost credential must not take the others down
        return definition;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Error, Message = "Provider {Provider} is out of use: its credential cannot be opened. "
        + "It was sealed with another key ring or Parley:MasterKey. Restore that one, or give the provider its credentials again (verb providers credentials, or PUT .../credentials).")]
    private static partial void CannotOpen(ILogger log, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The name {Name} is a route's and that of a model of provider {Provider}: callers get the route by it, and the model as {Provider}/{Name}.")]
    private static partial void RouteGoesBefore(ILogger log, string name, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The name {Name} is an alias of {Model} and that of a model of provider {Provider}: callers get the model of {Provider} by it.")]
    private static partial void AliasGivesWay(ILogger log, string name, string provider, string model);

    private sealed record State(ImmutableArray<ProviderDefinition> Definitions, ImmutableArray<NamedRoute> Named, RouteSnapshot Routes, ModelKnowledge? Knowledge);
}
