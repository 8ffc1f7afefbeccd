namespace Parley.Chat.Live;

/// <summary>Who may open a socket: browsers send cookies with a handshake of any page, so the page's origin is looked at. Programs send none.</summary>
internal static class Origins
{
    public static bool IsOwn(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0) return true;
        return origins is [{ } text] && Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme == request.Scheme
            && string.Equals(origin.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As <see cref="Uri.Authority"/> writes it: without a port that is the scheme's own.</summary>
    private static string Authority(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own) ? own.Authority : "";
}
