using Microsoft.AspNetCore.HttpOverrides;

namespace Parley;

/// <summary>Takes the client's address and scheme from proxies that were named; without any, nobody's word is taken and nothing runs.</summary>
internal static class KnownProxies
{
    public static void UseKnownProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ProxyOptions>().Proxies;
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var text in proxies) options.KnownIPNetworks.Add(ProxyOptions.Network(text)!.Value);
        app.UseForwardedHeaders(options);
    }
}
