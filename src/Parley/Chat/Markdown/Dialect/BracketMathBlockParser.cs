using Markdig.Extensions.Mathematics;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>A formula between lines <c>\[</c> and <c>\]</c>, whose own lines may begin like lists or headings.</summary>
internal sealed class BracketMathBlockParser : BlockParser
{
    public BracketMathBlockParser() => OpeningCharacters = ['\\'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || !processor.Line.AsSpan().Trim().SequenceEqual("\\[")) return BlockState.None;
        processor.NewBlocks.Push(new MathBlock(this) { Column = processor.Column, Span = new SourceSpan(processor.Start, processor.Line.End) });
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        block.UpdateSpanEnd(processor.Line.End);
        return processor.Line.AsSpan().Trim().SequenceEqual("\\]") ? BlockState.BreakDiscard : BlockState.Continue;
    }
}
