using AngleSharp.Dom;
using Ganss.Xss;

namespace Parley.Chat.Markdown.Html;

/// <summary>Writes what is in a node, as the sanitizer's own formatter does. AngleSharp's way through the nodes takes time with the square of siblings: a list of
/// 200,000 items took over a minute.</summary>
internal static class NodeWriter
{
    private static readonly HtmlFormatter Formatter = HtmlFormatter.Instance;

    public static string Write(INode parent)
    {
        using var writer = new StringWriter();
        Write(parent, writer);
        return writer.ToString();
    }

    private static void Write(INode parent, StringWriter writer)
    {
        foreach (var node in parent.ChildNodes)
        {
            switch (node)
            {
                case IElement element:
                    var isAlone = element.Flags.HasFlag(NodeFlags.SelfClosing);
                    writer.Write(Formatter.OpenTag(element, isAlone));
                    // A parser leaves out the first line end there.
                    if (element.Flags.HasFlag(NodeFlags.LineTolerance) && element.FirstChild is IText { Data: ['\n', ..] }) writer.Write('\n');
                    if (!isAlone) Write(element, writer);
                    writer.Write(Formatter.CloseTag(element, isAlone));
                    break;
                case IText text:
                    writer.Write(Formatter.Text(text));
                    break;
            }
        }
    }
}
