namespace Parley.Browser.Tests.Infrastructure;

/// <summary>A size of window and a theme of the system.</summary>
internal sealed record Look(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Look WideLight = new("wide-light", 1440, 900, false);
    public static readonly Look WideDark = new("wide-dark", 1440, 900, true);
    public static readonly Look NarrowLight = new("narrow-light", 390, 844, false);
    public static readonly Look NarrowDark = new("narrow-dark", 390, 844, true);

    public static readonly IReadOnlyList<Look> All = [WideLight, WideDark, NarrowLight, NarrowDark];

    public override string ToString() => Name;
}
