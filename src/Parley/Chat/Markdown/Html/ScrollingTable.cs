using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Parley.Chat.Markdown.Html;

/// <summary>A table that scrolls by itself when it is wider than the column, also by keyboard. Alignment is a class: styles are not allowed.</summary>
internal sealed class ScrollingTable : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"md-table\" tabindex=\"0\"><table>");
        var part = "";
        foreach (var row in obj.OfType<TableRow>())
        {
            var into = row.IsHeader ? "thead" : "tbody";
            if (part != into)
            {
                if (part.Length > 0) renderer.Write("</").Write(part).Write('>');
                renderer.Write('<').Write(into).Write('>');
                part = into;
            }

            renderer.Write("<tr>");
            for (var i = 0; i < row.Count; i++) WriteCell(renderer, obj, row, (TableCell)row[i], i);
            renderer.Write("</tr>");
        }

        if (part.Length > 0) renderer.Write("</").Write(part).Write('>');
        renderer.WriteLine("</table></div>");
    }

    private static void WriteCell(HtmlRenderer renderer, Table table, TableRow row, TableCell cell, int index)
    {
        var tag = row.IsHeader ? "th" : "td";
        renderer.Write('<').Write(tag);
        if (index < table.ColumnDefinitions.Count && table.ColumnDefinitions[index].Alignment is { } alignment)
        {
            renderer.Write(alignment switch { TableColumnAlign.Center => " class=\"md-center\"", TableColumnAlign.Right => " class=\"md-right\"", _ => " class=\"md-left\"" });
        }

        renderer.Write('>');
        var outer = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.Write(cell);
        renderer.ImplicitParagraph = outer;
        renderer.Write("</").Write(tag).Write('>');
    }
}
