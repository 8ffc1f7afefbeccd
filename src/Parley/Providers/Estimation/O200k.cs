using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Providers.Estimation;

/// <summary>OpenAI's encoding o200k_base: how it splits a text into words (the pattern of tiktoken's <c>openai_public.py</c>), and how many tokens each is.</summary>
internal sealed partial class O200k
{
    private const string Data = "Microsoft.ML.Tokenizers.Data.O200kBase", Resource = "o200k_base.tiktoken.deflate";

    private readonly BytePairVocabulary _vocabulary;

    private O200k(BytePairVocabulary vocabulary) => _vocabulary = vocabulary;

    public static O200k Load()
    {
        using var packed = Assembly.Load(Data).GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Data} holds no {Resource}.");
        using var lines = new DeflateStream(packed, CompressionMode.Decompress);
        return new O200k(BytePairVocabulary.Read(lines));
    }

    /// <summary>How many tokens a text is. Takes quadratic time for a long word, so the text has to be short.</summary>
    public int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        var room = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = room <= 1024 ? stackalloc byte[room] : new byte[room];
        foreach (var word in Words().EnumerateMatches(text))
        {
            var length = Encoding.UTF8.GetBytes(text.Slice(word.Index, word.Length), bytes);
            tokens += _vocabulary.Count(bytes[..length]);
        }

        return tokens;
    }

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
