namespace Parley.Chat.Markdown.Dialect;

/// <summary>How a footnote is named in a text: <c>[^1]</c>, <c>[^source]</c>.</summary>
internal static class NoteName
{
    private const int MaxLength = 60;

    /// <summary>The name with which a text begins; null for none.</summary>
    /// <param name="text">What stands there.</param>
    /// <param name="length">How much of it are brackets and name.</param>
    public static string? Read(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (!text.StartsWith("[^")) return null;
        var name = text[2..];
        var end = name[..Math.Min(name.Length, MaxLength + 1)].IndexOf(']');
        if (end <= 0) return null;
        foreach (var c in name[..end])
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '[' or '^' or '\\' or '`' or '|') return null;
        length = end + 3;
        return name[..end].ToString();
    }
}
