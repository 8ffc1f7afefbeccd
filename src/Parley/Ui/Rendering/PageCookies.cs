namespace Parley.Ui.Rendering;

/// <summary>The small things that pages remember in the browser; nothing secret.</summary>
internal static class PageCookies
{
    public const string ThemeName = "parley-theme";
    public const string SideName = "parley-side";
    private const string ToastName = "__Host-parley-toast";
    private const char ErrorMark = '!';
    private const int MaxToast = 1000;

    public static Theme Theme(HttpContext context) => Enum.TryParse<Theme>(context.Request.Cookies[ThemeName], ignoreCase: true, out var theme) && Enum.IsDefined(theme) ? theme : Ui.Theme.System;

    public static bool IsSideClosed(HttpContext context) => context.Request.Cookies[SideName] == "closed";

    /// <summary>The page's script may write it too, so that a choice shows at once.</summary>
    public static void Keep(HttpContext context, Theme theme) =>
        context.Response.Cookies.Append(ThemeName, theme.ToString().ToLowerInvariant(), new()
        {
            Path = "/", SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), Secure = context.Request.IsHttps, IsEssential = true,
        });

    public static void Leave(HttpContext context, Toast toast) =>
        context.Response.Cookies.Append(ToastName, (toast.IsError ? "!" : "") + toast.Text[..Math.Min(toast.Text.Length, MaxToast)], ToastOptions());

    public static Toast? TakeToast(HttpContext context)
    {
        if (context.Request.Cookies[ToastName] is not { Length: > 0 and <= MaxToast + 1 } text) return null;
        context.Response.Cookies.Delete(ToastName, ToastOptions());
        return text[0] == ErrorMark ? new(text[1..], IsError: true) : new(text);
    }

    private static CookieOptions ToastOptions() => new()
    {
        Path = "/", HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromMinutes(1), IsEssential = true,
    };
}
