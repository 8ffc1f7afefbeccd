using Parley.Gateway.Ports;

namespace Parley.Providers.Estimation;

/// <summary>
/// Counts tokens with the o200k vocabulary, the nearest public one for every model. Byte pair encoding takes quadratic
/// time for one long run of letters, and its splitter for one long run of blanks; so a text is counted in short pieces
/// that end before a blank where there is one, and a very long text by evenly spread samples. The vocabulary is loaded
/// by the first use.
/// </summary>
internal sealed class TokenEstimator : ITokenEstimator
{
    private const int Piece = 200, Exact = 64 * 1024, Samples = 64, Sample = Exact / Samples;

    private readonly Lazy<O200k> _encoding = new(O200k.Load);

    public long Count(string model, ReadOnlySpan<char> text)
    {
        if (text.Length <= Exact) return CountAll(text);
        long tokens = 0;
        for (var i = 0; i < Samples; i++)
        {
            var start = (int)((long)(text.Length - Sample) * i / (Samples - 1));
            tokens += CountAll(text.Slice(start, Sample));
        }

        return (long)Math.Round((double)tokens * text.Length / (Samples * Sample));
    }

    private long CountAll(ReadOnlySpan<char> text)
    {
        long tokens = 0;
        while (text.Length > 0)
        {
            var length = PieceLength(text);
            tokens += _encoding.Value.Count(text[..length]);
            text = text[length..];
        }

        return tokens;
    }

    /// <summary>A word's token begins with the blank before it: so a piece ends before a blank.</summary>
    private static int PieceLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= Piece) return text.Length;
        for (var end = Piece; end > Piece / 2; end--)
        {
            if (char.IsWhiteSpace(text[end]) && !char.IsWhiteSpace(text[end - 1])) return end;
        }

        return char.IsHighSurrogate(text[Piece - 1]) ? Piece - 1 : Piece;
    }
}
