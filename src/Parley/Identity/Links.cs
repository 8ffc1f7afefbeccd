namespace Parley.Identity;

/// <summary>Addresses of pages, for people who get them in a letter or from an administrator.</summary>
internal sealed class Links(IdentityOptions options)
{
    /// <summary>In a letter only an address that an operator set: a request could name any host.</summary>
    public bool CanBeMailed => options.PublicUrl.Length > 0;

    public string Reset(HttpContext? context, string token) => $"{Base(context)}/reset?token={token}";

    public string Invitation(HttpContext? context, string token) => $"{Base(context)}/register?invitation={token}";

    private string Base(HttpContext? context) => options.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/')
        : context is null ? "" : $"{context.Request.Scheme}://{context.Request.Host}";
}
