using Parley.Gateway.Routing;
using Parley.Providers.Sources;

namespace Parley.Providers.Catalogue;

/// <summary>Which of the catalogue's sellers a registered provider is. Pure.</summary>
internal static class SellerOf
{
    /// <summary>Hosts of sellers that <see cref="Vendor"/> does not name.</summary>
    private static readonly (string Host, string Seller)[] Others =
        [("api.together.xyz", "together"), ("api.together.ai", "together"), ("api.cohere.com", "cohere"), ("api.cohere.ai", "cohere"), ("api.voyageai.com", "voyage"), ("api.deepgram.com", "deepgram")];

    /// <summary>By its name, then by its address; null when it is none of them: a proxy, a reseller, a server of one's own.</summary>
    public static string? Provider(UpstreamConfig upstream, ModelCatalogue catalogue) =>
        Named(upstream.Name, catalogue) ?? (upstream.BaseUrl?.IdnHost is { Length: > 0 } host ? Named(AtHost(host), catalogue) : null);

    /// <summary>The maker whose models' names begin like this one's.</summary>
    public static string? Name(string model) =>
        Vendor.All.FirstOrDefault(v => v.Prefixes.Any(p => model.StartsWith(p, StringComparison.OrdinalIgnoreCase)))?.Name is { } name ? Ours(name) : null;

    private static string Ours(string name) => name == "gemini" ? "google" : name;

    private static string? Named(string? name, ModelCatalogue catalogue) => name is not null && catalogue.HasProvider(Ours(name)) ? Ours(name) : null;

    private static string? AtHost(string host)
    {
        if (host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase)) return "openai";
        foreach (var (other, seller) in Others)
            if (host.Equals(other, StringComparison.OrdinalIgnoreCase)) return seller;
        foreach (var vendor in Vendor.All)
            if (host.Equals(Host(vendor.BaseUrl), StringComparison.OrdinalIgnoreCase)) return vendor.Name;
        return null;
    }

    private static string Host(string url) => url.Split('/')[2];
}
