using System.Globalization;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Answers;

/// <summary>Pieces of text as a tokenizer would cut them.</summary>
internal static class Words
{
    private static readonly string[] Plain = [" lorem", " ipsum", " dolor", " sit", " amet", " consectetur", " elit", " sed", " do", " tempor"];
    private static readonly string[] Multibyte = [" żółw", " 日本語", " 🚀go", " naïve", " Ωmega", " 한국", " é", " ✓", " 😀😀", " ß"];

    public static string[] Fill(Content content) =>
        [.. Enumerable.Range(0, content.Chunks).Select(i => Piece(content, i))];

    private static string Piece(Content content, int i)
    {
        if (content.Stamps) return string.Create(CultureInfo.InvariantCulture, $"@@{0:x16}").PadRight(content.TokenBytes, 'x');
        if (content.Multibyte) return Multibyte[i % Multibyte.Length];
        var word = Plain[i % Plain.Length];
        return content.TokenBytes > 12 ? word.PadRight(content.TokenBytes, 'x') : word;
    }

    /// <summary>Cuts text into pieces of a few characters, never inside a surrogate pair.</summary>
    public static string[] Cut(string text, int size = 6)
    {
        var pieces = new List<string>(text.Length / size + 1);
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(at + size, text.Length);
            if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
            pieces.Add(text[at..end]);
            at = end;
        }

        return [.. pieces];
    }
}
