using Markdig.Parsers;
using Parley.Chat.Markdown.Dialect;
using Parley.Chat.Markdown.Html;

namespace Parley.Tests.Chat.Markdown;

/// <summary>What streams of Markdown are compared with. The fuzzer asks it, too.</summary>
internal static class OneShot
{
    /// <summary>The whole text at once, by the parser alone: no pieces, no scanner.</summary>
    public static string Of(string text)
    {
        var document = MarkdownParser.Parse(text, MarkdownDialect.Pipeline, SharedDefinitionsParser.ContextOf(new LinkDefinitions()));
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = MarkdownHtmlRenderer.Create(writer);
        foreach (var block in document) renderer.Write(block);
        return MarkdownSanitizer.Clean(writer.ToString());
    }
}
