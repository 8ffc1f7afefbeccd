using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>The key that a form just made, sealed and on its way through the browser to the page that shows it once: that page can be loaded anew, and makes no other.</summary>
internal sealed class MadeKey(IDataProtectionProvider protection)
{
    private const string Cookie = "__Secure-parley-made-key", Page = "/settings/keys";
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    /// <summary>Leads to the page that shows it.</summary>
    public IResult Show(HttpContext context, string name, string secret)
    {
        context.Response.Cookies.Append(Cookie, ProtectorOf(context).Protect($"{secret}\n{name}", Good), Options());
        return PageResult.Go(Page);
    }

    /// <summary>Null when none was made a moment ago, or it was shown already.</summary>
    public (string Name, string Secret)? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } text) return null;
        context.Response.Cookies.Delete(Cookie, Options());
        try
        {
            return ProtectorOf(context).Unprotect(text).Split('\n', 2) is [var secret, var name] ? (name, secret) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Only for whoever made it.
    private ITimeLimitedDataProtector ProtectorOf(HttpContext context) =>
        protection.CreateProtector("Parley.Identity.MadeKey.v1", CallerIdentity.UserId(context.User).ToString()).ToTimeLimitedDataProtector();

    private static CookieOptions Options() => new() { Path = Page, Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, MaxAge = Good };
}
