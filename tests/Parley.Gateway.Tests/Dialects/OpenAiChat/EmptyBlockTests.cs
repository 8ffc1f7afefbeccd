using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Laws;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class EmptyBlockTests
{
    /// <summary>A stream that only held an empty refusal never named its role; and an empty text behind reasoning stood only in whole answers.</summary>
    [Theory]
    [InlineData(BlockKind.Refusal)]
    [InlineData(BlockKind.Reasoning)]
    [InlineData(BlockKind.Reasoning, BlockKind.Text)]
    [InlineData(BlockKind.ToolCall, BlockKind.Text)]
    [InlineData(BlockKind.Text, BlockKind.Refusal)]
    public void Blocks_without_words_are_told_alike_streamed_and_whole(params BlockKind[] kinds)
    {
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started },
            .. kinds.SelectMany((kind, at) => new LlmEvent[] { new() { Kind = LlmEventKind.BlockStarted, Block = at, BlockKind = kind }, new() { Kind = LlmEventKind.BlockStopped, Block = at, BlockKind = kind } }),
            new() { Kind = LlmEventKind.Finished }, new() { Kind = LlmEventKind.Usage, Usage = new Usage(1) }, new() { Kind = LlmEventKind.Completed },
        ];
        var stream = Pair.WriteStream(WireFormat.Chat, events);
        Assert.Equal("assistant", Fold.Of(WireFormat.Chat, stream)["choices"]![0]!["message"]!["role"]!.ToString());
        Pair.AssertFolds(WireFormat.Chat, stream, Pair.WriteWhole(WireFormat.Chat, events));
    }
}
