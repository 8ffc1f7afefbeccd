using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary><c>[^name]: text</c> at the top level, and what is indented below it. Markdig's own footnotes go to the end of a document, and are numbered there; pieces have no end.</summary>
internal sealed class NoteParser : BlockParser
{
    public NoteParser() => OpeningCharacters = ['['];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || processor.GetCurrentContainerOpened() is not MarkdownDocument) return BlockState.None;
        var line = processor.Line.AsSpan();
        if (NoteName.Read(line, out var length) is not { } name || length == line.Length || line[length] != ':') return BlockState.None;
        processor.NewBlocks.Push(new NoteBlock(this)
        {
            Name = name, Id = Notes.Of(processor.Document).Define(name, processor.LineIndex), Column = processor.Column, Span = new SourceSpan(processor.Start, processor.Line.End),
        });
        var text = line[(length + 1)..];
        processor.GoToColumn(processor.Column + length + 1 + (text.Length - text.TrimStart(' ').Length));
        return BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (processor.IsBlankLine) return BlockState.Continue;
        if (!processor.IsCodeIndent) return BlockState.None;
        processor.GoToCodeIndent();
        return BlockState.Continue;
    }
}
