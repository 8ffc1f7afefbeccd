using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>Reads a provider's own list of models because somebody asks for it now. What cannot be read leaves what was known.</summary>
internal sealed class ModelRefresh(
    IDbContextFactory<ParleyDbContext> databases, CredentialSealer sealer, ModelListClient client, ProviderStore store, ProviderRegistry registry, DiscoveryLog attempts, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The provider as it is afterwards, and what changed; or why the list could not be read. All null when there is no such provider.</summary>
    public async Task<RefreshedModels> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is not { } row) return new RefreshedModels(null);
        if (row.Kind == "demo") return new RefreshedModels(row, "the demo has no list of its own");
        if (row.ToKnown(sealer).Definition is not { } provider) return new RefreshedModels(row, "its credential cannot be opened; give it one again");
        try
        {
            List<string> models = [.. (await client.ReadAsync(provider, Patience, cancellationToken)).Select(m => m.Id)];
            attempts.Note(new DiscoveryAttempt(provider, time.GetUtcNow(), null));
            if (!await store.SaveDiscoveredAsync(provider, JsonSerializer.Serialize(models), cancellationToken))
                return new RefreshedModels(await FindAsync(name, cancellationToken), "it was changed while its list was read; try again");
            await registry.ReloadAsync(CancellationToken.None);
            return new RefreshedModels(await FindAsync(name, cancellationToken), Added: [.. models.Except(row.ReadDiscovered())], Removed: [.. row.ReadDiscovered().Except(models)]);
        }
        catch (ModelListException problem)
        {
            await store.SaveDiscoveryErrorAsync(provider, problem.Message, cancellationToken);
            attempts.Note(new DiscoveryAttempt(provider, time.GetUtcNow(), problem.Message));
            return new RefreshedModels(row, problem.Message);
        }
    }

    private async Task<Provider?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
    }
}
