namespace Parley.Browser.Tests.Infrastructure;

/// <summary>A size of window and a theme of the system.</summary>
internal sealed record Look(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Look WideLight = new("wide-light", 1440, 900, false);
    public static readonly Look WideDark = new("wide-dark", 1440, 900, true);
    public static readonly Look NarrowLight = new("narrow-light", 390, 844, false);
    public static readonly Look NarrowDark = new("narrow-dark", 390, 844, true);

    public static readonly IReadOnlyList<Look> All = [WideLight, WideDark, NarrowLight, NarrowDark];

    /// <summary>One look of each width; the other theme of each is looked at without another load.</summary>
    public static readonly IReadOnlyList<Look> Widths = [WideLight, NarrowLight];

    /// <summary>The same window in the other theme.</summary>
    public Look InOtherTheme => All.Single(other => other.Width == Width && other.IsDark != IsDark);

    public override string ToString() => Name;
}
