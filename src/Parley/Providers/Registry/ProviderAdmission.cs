using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Registry;

/// <summary>What REST and the command line do alike: check, store, and make it hold for the next request.</summary>
internal sealed class ProviderAdmission(
    IDbContextFactory<ParleyDbContext> databases, ProviderStore store, ProviderRegistry registry, CredentialSealer sealer, ResolveAddresses resolve)
{
    /// <summary>Adds an operator's provider. Returns what is wrong with the input, or the row that has the name already; neither when it was added.</summary>
    public async Task<(FieldErrors? Errors, Provider? Existing)> AddAsync(ProviderInput input, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (ProviderRules.Check(input, ProviderOrigin.Operator, errors) is not { } definition) return (errors, null);
        await BaseUrlRules.CheckHostAsync(definition, resolve, errors, cancellationToken);
        // What another process set a moment ago counts, too.
        await registry.ReloadAsync(cancellationToken);
        RouteNames.Check(definition.Models, [], registry.NamedRoutes, errors);
        if (errors.Any) return (errors, null);
        if (await store.AddAsync(definition, cancellationToken) is { } existing) return (null, existing);
        // It is stored: a caller that leaves now must not keep it from being served.
        await registry.ReloadAsync(CancellationToken.None);
        return (null, null);
    }

    /// <summary>Changes the members that a patch of a <see cref="ProviderInput"/> gives, all of them or none.</summary>
    public async Task<ProviderChange> ChangeAsync(string name, JsonObject patch, IfMatch wanted, CancellationToken cancellationToken)
    {
        if (patch.ContainsKey("baseUrl") || patch.ContainsKey("allowPrivateNetwork"))
        {
            // Name servers are asked before the row is locked. The guard asks again at every connection.
            var errors = new FieldErrors();
            if (await FindAsync(name, cancellationToken) is { Origin: ProviderOrigin.Operator } now && ProviderPatch.Check(now, patch, errors) is { } preview)
                await BaseUrlRules.CheckHostAsync(preview, resolve, errors, cancellationToken);
            if (errors.Any) return new(ChangeOutcome.Invalid, Errors: errors);
        }

        return await ReloadedAsync(await store.ChangeAsync(name, wanted, (row, now) =>
        {
            if (row.Origin != ProviderOrigin.Operator) return new(ChangeOutcome.Foreign, row);
            var errors = new FieldErrors();
            if (ProviderPatch.Check(row, patch, errors) is not { } changed) return new(ChangeOutcome.Invalid, row, errors);
            RouteNames.Check(changed.Models, row.ReadModels(), registry.NamedRoutes, errors);
            if (errors.Any) return new(ChangeOutcome.Invalid, row, errors);
            changed.WriteTo(row);
            if (patch.ContainsKey("apiKeys")) row.Write(CredentialRotation.Plan(row, changed.ApiKeys, TimeSpan.Zero, sealer, now));
            return null;
        }, cancellationToken));
    }

    /// <summary>Replaces an operator's credentials; the old ones stay in use until the overlap ends.</summary>
    public async Task<ProviderChange> ReplaceCredentialsAsync(string name, CredentialsInput input, IfMatch wanted, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var (keys, overlap) = input.Check(errors);
        if (errors.Any) return new(ChangeOutcome.Invalid, Errors: errors);
        return await ReloadedAsync(await store.ChangeAsync(name, wanted, (row, now) =>
        {
            if (row.Origin != ProviderOrigin.Operator) return new(ChangeOutcome.Foreign, row);
            row.Write(CredentialRotation.Plan(row, keys, overlap, sealer, now));
            return null;
        }, cancellationToken));
    }

    /// <summary>Lets a provider serve, or not; whatever its origin, and also after the next start.</summary>
    public async Task<ProviderChange> EnableAsync(string name, bool enabled, IfMatch wanted, CancellationToken cancellationToken) =>
        await ReloadedAsync(await store.ChangeAsync(name, wanted, (row, _) =>
        {
            if (row.Enabled == enabled) return new(ChangeOutcome.Done, row);
            row.Enabled = enabled;
            return null;
        }, cancellationToken));

    /// <summary>Removes an operator's provider; its running streams go on.</summary>
    public async Task<ProviderChange> RemoveAsync(string name, IfMatch wanted, CancellationToken cancellationToken) =>
        await ReloadedAsync(await store.RemoveAsync(name, wanted, cancellationToken));

    private async Task<ProviderChange> ReloadedAsync(ProviderChange change)
    {
        // It is stored: a caller that leaves now must not keep it from being in force.
        if (change.Outcome == ChangeOutcome.Done) await registry.ReloadAsync(CancellationToken.None);
        return change;
    }

    private async Task<Provider?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
    }
}
