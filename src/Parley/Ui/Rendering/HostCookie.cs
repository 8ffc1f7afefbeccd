namespace Parley.Ui.Rendering;

/// <summary>A cookie that is always Secure, also on http://localhost, where browsers take it. (The framework's own setting
/// refuses to work there at all.)</summary>
internal sealed class HostCookie : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        options.Path = "/";
        return options;
    }
}
