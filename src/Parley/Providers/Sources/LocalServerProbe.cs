using System.Collections.Immutable;
using System.Text.Json;
using Parley.Providers.Discovery;
using Parley.Providers.Registry;

namespace Parley.Providers.Sources;

/// <summary>Finds local model servers. Any program may sit at those ports (Parley itself, too), so an answer counts only
/// when it is a model list without a key asked for, and carries the server's own mark.</summary>
internal sealed class LocalServerProbe(ModelListClient client, ImmutableArray<LocalServer> servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public bool Knows(string name) => servers.Any(s => s.Name == name);

    public async Task<IReadOnlyList<ProviderDefinition>> FindAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(servers.Select(s => TryAsync(s, cancellationToken)));
        return [.. found.OfType<ProviderDefinition>()];
    }

    private async Task<ProviderDefinition?> TryAsync(LocalServer server, CancellationToken cancellationToken)
    {
        var definition = server.ToDefinition();
        try
        {
            var models = await client.ReadAsync(definition, Patience, cancellationToken);
            if (server.OwnedBy is { } owner && !(models.Count > 0 && models.All(m => m.OwnedBy == owner))) return null;
            if (server.VersionPath is { } path && !await TellsVersionAsync(definition, path, cancellationToken)) return null;
            return definition;
        }
        catch (ModelListException)
        {
            return null; // nobody there, or somebody else: the ordinary case
        }
    }

    private async Task<bool> TellsVersionAsync(ProviderDefinition definition, string path, CancellationToken cancellationToken)
    {
        var body = await client.GetAsync(definition, new Uri(definition.BaseUrl!, path), Patience, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
