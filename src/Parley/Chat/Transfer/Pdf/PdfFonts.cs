using System.Collections.Concurrent;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>The fonts that come with Parley (Noto, under the SIL Open Font License; see the folder <c>fonts</c> of the build). Loaded when the first PDF needs them.</summary>
internal static class PdfFonts
{
    // Han and kana from one, hangul from another; what is missing everywhere shows the box of the last.
    private static readonly string[] Others = ["NotoNaskhArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoSansHans-Regular.otf", "NotoSansKR-Regular.otf", "NotoSansMono_400Regular.ttf", "NotoEmoji_400Regular.ttf"];

    private static readonly ConcurrentDictionary<string, Lazy<PdfFont>> Loaded = new();

    /// <summary>The font for a character, in a style, or the nearest that has it.</summary>
    public static PdfFont For(int rune, PdfStyle style)
    {
        var first = Load(FileOf(style));
        if (first.Has(rune)) return first;
        // Most of a text is in the first: only a character that it lacks loads further ones.
        foreach (var file in Candidates(rune))
            if (Load(file) is var other && other.Has(rune)) return other;
        return first;
    }

    private static IEnumerable<string> Candidates(int rune) => rune < 0x2000 ? Others.Where(file => !file.StartsWith("NotoSansHans", StringComparison.Ordinal) && !file.StartsWith("NotoSansKR", StringComparison.Ordinal))
        : rune is >= 0x1F000 or (>= 0x2600 and < 0x2800) ? Others.Reverse() : Others;

    private static string FileOf(PdfStyle style) =>
        style.HasFlag(PdfStyle.Code) ? "NotoSansMono_400Regular.ttf"
        : (style & (PdfStyle.Bold | PdfStyle.Italic)) switch
        {
            PdfStyle.Bold => "NotoSans-Bold.ttf",
            PdfStyle.Italic => "NotoSans-Italic.ttf",
            PdfStyle.Bold | PdfStyle.Italic => "NotoSans-BoldItalic.ttf",
            _ => "NotoSans-Regular.ttf",
        };

    private static PdfFont Load(string file) =>
        Loaded.GetOrAdd(file, static name => new Lazy<PdfFont>(() => new PdfFont(Path.Combine(AppContext.BaseDirectory, "fonts", name)))).Value;
}
