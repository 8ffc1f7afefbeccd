using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>Sets Markdown on pages.</summary>
internal sealed class PdfMarkdown(PdfPages pages)
{
    private const float Size = 10.5f, CodeSize = 9, Step = 18;

    public void Write(string markdown)
    {
        if (SafeMarkdown.Parse(markdown) is not { } document)
        {
            pages.Paragraph([new PdfRun(markdown)], Size);
            return;
        }

        foreach (var block in document) Write(block);
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                pages.Space(6);
                pages.Paragraph(Runs(heading.Inline, PdfStyle.Bold), heading.Level switch { 1 => 16, 2 => 14, 3 => 12.5f, _ => 11 });
                pages.Space(3);
                break;
            case CodeBlock code:
                pages.Paragraph([new PdfRun(string.Join('\n', code.Lines.Lines.Take(code.Lines.Count).Select(line => line.Slice.ToString())), PdfStyle.Code)], CodeSize, hasGround: true);
                pages.Space(7);
                break;
            case Table table:
                Write(table);
                pages.Space(7);
                break;
            case ListBlock list:
                Write(list);
                break;
            case QuoteBlock quote:
                pages.Indent(14, hasBar: true);
                foreach (var inner in quote) Write(inner);
                pages.Outdent(14, hasBar: true);
                break;
            case ThematicBreakBlock:
                pages.Rule();
                break;
            case ContainerBlock container:
                foreach (var inner in container) Write(inner);
                break;
            case LeafBlock { Inline: { } inline }:
                pages.Paragraph(Runs(inline, PdfStyle.Plain), Size);
                pages.Space(7);
                break;
        }
    }

    private void Write(ListBlock list)
    {
        // Deeper than the page is wide, lists go straight down.
        var step = pages.Left < PdfPages.Width / 2 ? Step : 0;
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        pages.Indent(step);
        foreach (var item in list.OfType<ListItemBlock>())
        {
            pages.Mark(list.IsOrdered ? $"{number++}." : "•", Size);
            foreach (var inner in item) Write(inner);
            if (item.Count == 0) pages.Space(Size);
        }

        pages.Outdent(step);
    }

    private void Write(Table table)
    {
        var rows = table.OfType<TableRow>().Select(row => (row.IsHeader, Cells: row.OfType<TableCell>().Select(cell => Cell(cell, row.IsHeader)).ToList())).ToList();
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        if (columns == 0) return;
        var room = pages.Right - pages.Left;
        var natural = Enumerable.Range(0, columns).Select(i => 12 + rows.Where(row => i < row.Cells.Count).Max(row => LineWidth(row.Cells[i]))).ToArray();
        // What all would like to have, or as much of the room as that is of the whole; nobody gets nothing.
        var least = Math.Min(48, room / columns);
        var wanted = natural.Select(width => Math.Max(least, Math.Min(width, room * 0.7f))).ToArray();
        var widths = wanted.Sum() <= room ? wanted : [.. wanted.Select(width => least + ((width - least) * (room - (least * columns)) / (wanted.Sum() - (least * columns))))];
        foreach (var (isHead, cells) in rows)
        {
            while (cells.Count < columns) cells.Add([new PdfRun("")]);
            pages.Row(cells, widths, Size - 1, isHead);
        }
    }

    private static float LineWidth(IReadOnlyList<PdfRun> cell) => TextLines.Break(cell, Size - 1, float.MaxValue).Lines.Max(line => line.Sum(piece => piece.Width));

    private static List<PdfRun> Cell(TableCell cell, bool isHead) => [.. cell.OfType<LeafBlock>().SelectMany(leaf => Runs(leaf.Inline, isHead ? PdfStyle.Bold : PdfStyle.Plain))];

    private static List<PdfRun> Runs(ContainerInline? inlines, PdfStyle style)
    {
        List<PdfRun> runs = [];
        Collect(inlines, style, null, runs);
        return runs;
    }

    private static void Collect(ContainerInline? inlines, PdfStyle style, string? link, List<PdfRun> runs)
    {
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    runs.Add(new PdfRun(literal.Content.ToString(), style, link));
                    break;
                case CodeInline code:
                    runs.Add(new PdfRun(code.Content, style | PdfStyle.Code, link));
                    break;
                case LineBreakInline line:
                    runs.Add(new PdfRun(line.IsHard ? "\n" : " ", style, link));
                    break;
                case AutolinkInline address:
                    runs.Add(new PdfRun(address.Url, style, SafeMarkdown.AddressOf(address.Url)));
                    break;
                case TaskList task:
                    runs.Add(new PdfRun(task.Checked ? "[x] " : "[ ] ", style | PdfStyle.Code));
                    break;
                case EmphasisInline emphasis:
                    Collect(emphasis, style | (emphasis.DelimiterChar == '~' ? PdfStyle.Struck : emphasis.DelimiterCount == 2 ? PdfStyle.Bold : PdfStyle.Italic), link, runs);
                    break;
                case LinkInline target:
                    Collect(target, style, target.Url is { Length: > 0 } url ? url : link, runs);
                    break;
                case HtmlEntityInline entity:
                    runs.Add(new PdfRun(entity.Transcoded.ToString(), style, link));
                    break;
                case ContainerInline container:
                    Collect(container, style, link, runs);
                    break;
            }
        }
    }
}
