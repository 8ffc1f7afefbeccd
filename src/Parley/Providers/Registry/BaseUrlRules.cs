using System.Net;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Providers.Registry;

/// <summary>What a base address may be. The guard checks again at every connection; these rules tell people at once.</summary>
internal static class BaseUrlRules
{
    /// <summary>What programs are told; people at a form, who see a switch, <see cref="PrivateRefusedAtForm"/>, and at a terminal <see cref="PrivateRefusedAtTerminal"/>.</summary>
    public const string PrivateRefused = "leads to a private, loopback or reserved address; set allowPrivateNetwork if this is meant";

    public const string PrivateRefusedAtForm = "leads to a private, loopback or reserved address; switch on “Its address may be private” below if this is meant";

    public const string PrivateRefusedAtTerminal = "leads to a private, loopback or reserved address; add --allow-private-network if this is meant";

    public static Uri? Read(string? text, string? kind, bool allowPrivate, FieldErrors errors)
    {
        if (Problem(text, kind, allowPrivate, out var url) is not { } problem) return url;
        errors.Add("baseUrl", problem);
        return null;
    }

    /// <summary>Looks the host up once; a name that cannot be resolved now passes, and is judged when it can.</summary>
    public static async Task CheckHostAsync(ProviderDefinition provider, ResolveAddresses resolve, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (provider.AllowPrivateNetwork || provider.BaseUrl is not { HostNameType: UriHostNameType.Dns } url) return;
        var addresses = await resolve(url.IdnHost, cancellationToken);
        if (addresses.Length > 0 && !Array.Exists(addresses, AddressGuard.IsPublic)) errors.Add("baseUrl", PrivateRefused);
    }

    private static string? Problem(string? text, string? kind, bool allowPrivate, out Uri? url)
    {
        url = null;
        if (string.IsNullOrWhiteSpace(text)) return "is missing: where the provider is, as https://host/path";
        if (text.Length > 2048) return "must have at most 2048 characters";
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return "must be an absolute http or https address";
        if (!HasHost(url)) return "must have a host name that is allowed on the internet";
        if (url.UserInfo.Length > 0) return "must not contain a user name or password; credentials belong in apiKeys";
        if (url.Query.Length > 0 || text.Contains('?', StringComparison.Ordinal)) return "must not have a query (upstreams that need one are not supported yet)";
        if (url.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal)) return "must not have a fragment";

        var path = url.AbsolutePath.TrimEnd('/');
        if (kind == "chat" && path.EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase))
            return "must be without /chat/completions, which is appended to it";
        if (kind == "messages" && (path.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/messages", StringComparison.OrdinalIgnoreCase)))
            return "must be without /v1 and /messages: /v1/messages is appended to it";
        if (kind == "responses" && path.EndsWith("/responses", StringComparison.OrdinalIgnoreCase))
            return "must be without /responses, which is appended to it";
        if (kind == "gemini" && (path.EndsWith("/models", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/openai", StringComparison.OrdinalIgnoreCase)))
            return "must be without /models, which is appended to it, and without /openai, which is of kind chat";
        if (!allowPrivate && IsPrivate(url)) return PrivateRefused;
        url = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        return null;
    }

    /// <summary>Some host names pass as addresses, and fail once they are put into their ASCII form.</summary>
    private static bool HasHost(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static bool IsPrivate(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out var address)
            ? !AddressGuard.IsPublic(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
