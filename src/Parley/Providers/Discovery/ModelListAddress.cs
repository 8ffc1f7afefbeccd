using Parley.Gateway.Upstreams.Gemini;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>Where a provider lists its models, by its kind.</summary>
/// <param name="Url">The first page.</param>
/// <param name="PageMember">The query's member that asks for the page behind another; null for lists that have one page only.</param>
internal sealed record ModelListAddress(string Url, string? PageMember)
{
    public bool HasPages => PageMember is not null;

    public static ModelListAddress Of(ProviderDefinition provider) => provider.Kind switch
    {
        "messages" => new(provider.BaseUrlText + "/v1/models?limit=1000", "after_id"),
        "gemini" => new(GeminiAddress.WithVersion(provider.BaseUrl!) + "/models?pageSize=1000", "pageToken"),
        _ => new(provider.BaseUrlText + "/models", null),
    };

    /// <summary>The page behind the one that ended so; the first one for null.</summary>
    public Uri Page(string? after) => new(after is null ? Url : $"{Url}&{PageMember}={Uri.EscapeDataString(after)}");
}
