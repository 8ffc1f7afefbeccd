using System.ComponentModel;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>A provider as it is shown: of its credentials only the last four characters, and of short ones none.</summary>
internal sealed record ProviderView(
    string Name, string Kind, string? BaseUrl, ProviderOrigin Origin,
    [property: Description("A disabled one is listed and asked nothing.")] bool Enabled,
    IReadOnlyList<string> ApiKeyHints, IReadOnlyList<CredentialView> Credentials, IReadOnlyList<ProviderModel> Models,
    IReadOnlyList<string> DiscoveredModels, DateTimeOffset? DiscoveredAt, DiscoveryView? Discovery, bool AllowPrivateNetwork, ResilienceView Resilience,
    LimitsView Limits, string CancelPolicy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    [property: Description("The number in the ETag.")] long Version)
{
    public static ProviderView Of(Provider row)
    {
        var credentials = row.Credentials.OrderBy(c => c.Position).ToList();
        return new(
            row.Name, row.Kind, row.BaseUrl, row.Origin, row.Enabled, [.. credentials.Select(c => c.Hint)], [.. credentials.Select(CredentialView.Of)], row.ReadModels(),
            row.ReadDiscovered(), row.DiscoveredAt,
            row.DiscoveryTriedAt is { } tried ? new DiscoveryView(tried, row.DiscoveryError) : null,
            row.AllowPrivateNetwork, ResilienceView.Of(row), LimitsView.Of(row), row.CancelPolicy, row.CreatedAt, row.UpdatedAt, row.Version);
    }
}
