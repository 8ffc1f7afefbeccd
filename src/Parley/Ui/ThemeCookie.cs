using Parley.Ui.Rendering;

namespace Parley.Ui;

/// <summary>Where a browser keeps the choice of a theme, also before anybody signs in.</summary>
internal static class ThemeCookie
{
    public static void Keep(HttpContext context, Theme theme) => PageCookies.Keep(context, theme);
}
