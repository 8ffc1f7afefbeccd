using System.Net.Http.Headers;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Gemini;

namespace Parley.Providers.Health;

/// <summary>The question of a probe: the upstream's own list of models, of which a single one is enough where it comes in pages.</summary>
internal static class ProbeRequest
{
    public static HttpRequestMessage Create(UpstreamConfig upstream, UpstreamCredential? credential)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(upstream)) { Headers = { Accept = { new("application/json") } } };
        request.Headers.TryAddWithoutValidation("user-agent", "Parley");
        if (upstream.Kind == "messages") request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        if (credential is null) return request;
        var key = credential.Key.Reveal();
        if (upstream.Kind == "messages") request.Headers.TryAddWithoutValidation("x-api-key", key);
        else if (upstream.Kind == "gemini") request.Headers.TryAddWithoutValidation("x-goog-api-key", key);
        else request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static Uri AddressOf(UpstreamConfig upstream) => new(upstream.Kind switch
    {
        "messages" => upstream.BaseUrl!.AbsoluteUri.TrimEnd('/') + "/v1/models?limit=1",
        "gemini" => GeminiAddress.WithVersion(upstream.BaseUrl!) + "/models?pageSize=1",
        _ => upstream.BaseUrl!.AbsoluteUri.TrimEnd('/') + "/models",
    });
}
