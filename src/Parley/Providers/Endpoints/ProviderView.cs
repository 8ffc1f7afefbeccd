using System.Text.Json;
using Parley.Providers.Discovery;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>A provider as it is shown: of its credentials only the last four characters.</summary>
internal sealed record ProviderView(
    string Name, string Kind, string? BaseUrl, ProviderOrigin Origin, IReadOnlyList<string> ApiKeyHints, IReadOnlyList<ProviderModel> Models,
    IReadOnlyList<string> DiscoveredModels, DateTimeOffset? DiscoveredAt, DiscoveryView? Discovery, bool AllowPrivateNetwork, ResilienceView Resilience, string CancelPolicy,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <param name="row">As it is stored.</param>
    /// <param name="attempts">This node's looks at models; null where there is no server, in a verb.</param>
    public static ProviderView Of(Provider row, DiscoveryLog? attempts = null) => new(
        row.Name, row.Kind, row.BaseUrl, row.Origin, [.. row.Credentials.OrderBy(c => c.Position).Select(c => c.Hint)], row.ReadModels(),
        row.DiscoveredModels is null ? [] : JsonSerializer.Deserialize<List<string>>(row.DiscoveredModels)!, row.DiscoveredAt,
        attempts?.Find(row.Name, row.Kind, row.BaseUrl) is { } attempt ? new DiscoveryView(attempt.At, attempt.Error) : null,
        row.AllowPrivateNetwork, ResilienceView.Of(row), row.CancelPolicy, row.CreatedAt, row.UpdatedAt);
}
