using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Parley.Chat.Markdown.Dialect;

/// <summary><c>[^name]</c>, where a note of that name is known. An exclamation mark before it makes no picture of it.</summary>
internal sealed class NoteReferenceParser : InlineParser
{
    public NoteReferenceParser() => OpeningCharacters = ['[', '!'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var isExclaimed = slice.CurrentChar == '!';
        if (NoteName.Read(slice.AsSpan()[(isExclaimed ? 1 : 0)..], out var length) is not { } name || Notes.Of(processor.Document).Find(name) is not { } id) return false;
        var start = slice.Start;
        slice.Start += isExclaimed ? 1 : length;
        var position = processor.GetSourcePosition(start, out var line, out var column);
        Inline made = isExclaimed ? new LiteralInline(new StringSlice(slice.Text, start, start)) : new NoteReference { Name = name, Id = id };
        (made.Span, made.Line, made.Column) = (new SourceSpan(position, processor.GetSourcePosition(slice.Start - 1)), line, column);
        processor.Inline = made;
        return true;
    }
}
