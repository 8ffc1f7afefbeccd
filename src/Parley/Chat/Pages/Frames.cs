using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>
/// Documents without rights, of an origin of their own, in which pages show what is not ours: diagrams that a library draws, pictures from elsewhere. A page sends them the source by a
/// message and hears how tall the picture is; they can neither reach this server as anybody nor, but for the one picture, the network.
/// </summary>
internal static class Frames
{
    // Libraries write styles into what they draw. The script is ours; nothing is opened or sent.
    private const string Rights = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; sandbox allow-scripts; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void MapFrames(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/frames/diagram", (HttpContext context, WebAssets assets) => Show(context, assets, "diagram", Rights, "mermaid.js", "diagram.js")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/frames/picture", (HttpContext context, WebAssets assets) => Show(context, assets, "picture", Rights + "; img-src https: http:", "picture.js")).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Lets the page that is being answered hold them.</summary>
    public static void Allow(HttpContext context) => context.RequestServices.GetRequiredService<PageContext>().AllowSource("frame-src", "'self'");

    private static ContentHttpResult Show(HttpContext context, WebAssets assets, string name, string policy, params ReadOnlySpan<string> scripts)
    {
        context.Features.Set(new ResponseRules { Policy = policy });
        var sources = new StringBuilder();
        foreach (var script in scripts) sources.Append(CultureInfo.InvariantCulture, $"<script src=\"{assets.Url(script)}\" defer></script>");
        return TypedResults.Content($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title>{sources}</head><body></body></html>\n", "text/html; charset=utf-8");
    }
}
