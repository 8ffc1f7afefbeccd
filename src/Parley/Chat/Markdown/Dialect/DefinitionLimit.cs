namespace Parley.Chat.Markdown.Dialect;

/// <summary>Markdig's time grows with the square of a text's link definitions: a text with more than anybody writes is shown as it was written.</summary>
internal static class DefinitionLimit
{
    private const int Most = 2000;

    public static bool IsExceeded(string text)
    {
        var count = 0;
        for (var at = text.IndexOf("]:", StringComparison.Ordinal); at >= 0 && count <= Most; at = text.IndexOf("]:", at + 2, StringComparison.Ordinal)) count++;
        return count > Most;
    }
}
