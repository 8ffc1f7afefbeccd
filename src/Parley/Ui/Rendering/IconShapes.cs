using System.Collections.Frozen;

namespace Parley.Ui.Rendering;

/// <summary>Parley's own icons: strokes of 1.6 on a grid of 20.</summary>
internal static class IconShapes
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>
    {
        ["archive"] = P("M3 4h14v3.5H3zM4.5 7.5V16h11V7.5M8 11h4"),
        ["bars"] = P("M4 16V10M10 16V4M16 16v-8"),
        ["book"] = P("M10 5.5C8.4 4.3 6 4 3.5 4v11c2.5 0 4.9.3 6.5 1.5 1.6-1.2 4-1.5 6.5-1.5V4C14 4 11.6 4.3 10 5.5zm0 0v11"),
        ["branch"] = P("M6 6v8M6 6a1.7 1.7 0 1 0 0-.01M6 17.3a1.7 1.7 0 1 0 0-.01M14 6a1.7 1.7 0 1 0 0-.01M14 7.5c0 3-3 3-5.5 3.7C7 11.7 6 12.5 6 14"),
        ["chat"] = P("M3.5 9A5.5 5.5 0 0 1 9 3.5h2A5.5 5.5 0 0 1 11 14.5H7.5l-4 2.5z"),
        ["check"] = P("M4 10.5 8 14.5 16 5.5"),
        ["chevron-down"] = P("M5.5 8 10 12.5 14.5 8"),
        ["chevron-right"] = P("M8 5.5 12.5 10 8 14.5"),
        ["close"] = P("M5 5l10 10M15 5 5 15"),
        ["code"] = P("M7 6 3 10l4 4M13 6l4 4-4 4"),
        ["copy"] = P("M7 7h9v9.5H7zM13 7V3.5H4V13h3"),
        ["cube"] = P("M10 2.8 16.5 6.3v7.4L10 17.2l-6.5-3.5V6.3zM3.5 6.3 10 9.8l6.5-3.5M10 9.8v7.4"),
        ["device"] = P("M4.5 4.5h11v8h-11zM2.5 15.5h15"),
        ["down"] = P("M10 3.5v12M5 11l5 5 5-5"),
        ["download"] = P("M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13"),
        ["edit"] = P("M4 16l.8-3.5L13.5 3.8l2.7 2.7-8.7 8.7zM11.5 5.8l2.7 2.7"),
        ["eye"] = P("M2.5 10S5 4.8 10 4.8 17.5 10 17.5 10 15 15.2 10 15.2 2.5 10 2.5 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z"),
        ["file"] = P("M5 2.8h6.5L15.5 7v10.2H5zM11.5 2.8V7h4"),
        ["folder"] = P("M2.8 5h5l1.7 2h7.7v9H2.8z"),
        ["image"] = P("M3 4h14v12H3zM3 13.5l4-4 3.5 3.5 2.5-2.5 4 4M12.8 7.8a.8.8 0 1 0 0-.01"),
        ["info"] = P("M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 9.3v4.2M10 6.5v.01"),
        ["key"] = P("M7 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM9.5 9.5 16 3M13 6l2.5 2.5M11 8l1.8 1.8"),
        ["left"] = P("M16 10H4M9 5l-5 5 5 5"),
        ["link"] = P("M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3L10 5.7M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1.2-1.2"),
        ["lock"] = P("M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9M10 12.2v1.8"),
        ["mail"] = P("M2.8 4.8h14.4v10.4H2.8zM3 5.5l7 5.5 7-5.5"),
        ["menu"] = P("M3.5 6h13M3.5 10h13M3.5 14h13"),
        ["monitor"] = P("M3 4h14v9H3zM10 13v3.5M6.5 16.5h7"),
        ["moon"] = P("M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z"),
        ["more"] = P("M5 10v.01M10 10v.01M15 10v.01", 2.4),
        ["paperclip"] = P("M15.5 9.5 9.8 15.2a3.5 3.5 0 0 1-5-5l6-6a2.3 2.3 0 0 1 3.3 3.3l-5.8 5.8a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2"),
        ["passkey"] = P("M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.8 16.5c.3-3 2.5-4.5 5.2-4.5.8 0 1.6.1 2.3.4M14.5 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM14.5 12.5v5M14.5 15.3h1.7"),
        ["pin"] = P("M7 3h6M8 3v5l-2.5 3.5h9L12 8V3M10 11.5V17"),
        ["plus"] = P("M10 4v12M4 10h12"),
        ["pulse"] = P("M2.5 10.5h3.2L8 5l4 10.5 2.3-5h3.2"),
        ["quote"] = P("M4 13.5V10c0-2.5 1-4 3.5-4.5M4 10.5h3.5v3.5H4M11.5 13.5V10c0-2.5 1-4 3.5-4.5M11.5 10.5H15v3.5h-3.5"),
        ["refresh"] = P("M15.8 8A6.3 6.3 0 0 0 4 8.5M15.8 4v4h-4M4.2 12A6.3 6.3 0 0 0 16 11.5M4.2 16v-4h4"),
        ["right"] = P("M4 10h12M11 5l5 5-5 5"),
        ["search"] = P("M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4"),
        ["server"] = P("M3.5 3.8h13v5h-13zM3.5 11.2h13v5h-13zM6.5 6.3v.01M6.5 13.7v.01M9.5 6.3h4M9.5 13.7h4"),
        ["shield"] = P("M10 2.8 16 5v4.5c0 4-2.5 6.5-6 7.7-3.5-1.2-6-3.7-6-7.7V5zM7.5 10l1.8 1.8 3.3-3.6"),
        ["share"] = P("M10 12.5V3M6.5 6 10 2.8 13.5 6M5 9H4v8h12V9h-1"),
        ["side"] = P("M3 4h14v12H3zM8 4v12"),
        ["sign-out"] = P("M8 3.5H4v13h4M8.5 10H17M13.5 6.5 17 10l-3.5 3.5"),
        ["sliders"] = P("M3 6h7M14 6h3M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3 14h3M10 14h7M8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"),
        ["sound"] = P("M3 7.8v4.4h3L10 16V4L6 7.8zM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5.2a6.8 6.8 0 0 1 0 9.6"),
        ["spark"] = P("M10 3l1.6 4.4L16 9l-4.4 1.6L10 15l-1.6-4.4L4 9l4.4-1.6zM15.5 13.5v3M14 15h3"),
        ["stop"] = P("M5.5 5.5h9v9h-9z"),
        ["sun"] = P("M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2"),
        ["thumb-down"] = P("M6.5 4v8L10 17c1.3 0 1.9-1 1.7-2.2L11.2 12H15c1 0 1.7-.9 1.5-1.9l-1-4.8A1.7 1.7 0 0 0 13.9 4zM6.5 4H3.5v8h3"),
        ["thumb-up"] = P("M6.5 16V8L10 3c1.3 0 1.9 1 1.7 2.2L11.2 8H15c1 0 1.7.9 1.5 1.9l-1 4.8a1.7 1.7 0 0 1-1.6 1.3zM6.5 16H3.5V8h3"),
        ["trash"] = P("M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.7 11h8.6l.7-11M8.3 8.5l.3 5M11.7 8.5l-.3 5"),
        ["up"] = P("M10 16.5V4.5M5 9l5-5 5 5"),
        ["up-down"] = P("M6.5 8 10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5"),
        ["user"] = P("M10 9.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM3.8 17c.4-3.4 2.9-5 6.2-5s5.8 1.6 6.2 5"),
        ["users"] = P("M7.5 9.5a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM2 16.5c.3-3 2.5-4.5 5.5-4.5s5.2 1.5 5.5 4.5M13 4.2a2.7 2.7 0 0 1 0 5M14.5 12.3c2 .5 3.2 1.9 3.5 4.2"),
        ["warning"] = P("M10 3.2 17.8 16.5H2.2zM10 8v4M10 14.2v.01"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => Shapes.Keys.Order(StringComparer.Ordinal);

    public static string Find(string name) => Shapes.TryGetValue(name, out var shape) ? shape : throw new ArgumentException($"There is no icon '{name}'.", nameof(name));

    private static string P(string path, double width = 1.6) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<path d=\"{path}\" stroke-width=\"{width}\"/>");
}
