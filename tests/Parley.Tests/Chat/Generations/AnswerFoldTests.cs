using Parley.Chat.Generations;
using Parley.Chat.Model;
using Parley.Gateway.Messages;

namespace Parley.Tests.Chat.Generations;

public sealed class AnswerFoldTests
{
    [Fact]
    public void Text_thoughts_tools_usage_and_the_end_are_told_apart()
    {
        var fold = new AnswerFold();
        var step = fold.Take([
            new LlmEvent { Kind = LlmEventKind.Started },
            new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = 0, BlockKind = BlockKind.Reasoning },
            new LlmEvent { Kind = LlmEventKind.Delta, Block = 0, Text = JsonText.From("hmm") },
            new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = 1, BlockKind = BlockKind.Text },
            new LlmEvent { Kind = LlmEventKind.Delta, Block = 1, Text = JsonText.From("Hel") },
        ]);
        Assert.Equal(("Hel", "hmm", false, 0), step);
        step = fold.Take([
            new LlmEvent { Kind = LlmEventKind.Delta, Block = 1, Text = JsonText.From("lo") },
            new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = 2, BlockKind = BlockKind.ToolCall, Id = JsonText.From("c1"), Name = JsonText.From("look") },
            new LlmEvent { Kind = LlmEventKind.Delta, Block = 2, Text = JsonText.From("{\"q\":1}") },
            new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = 2 },
            new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 3, Output: 4) },
            new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.ToolCalls },
            new LlmEvent { Kind = LlmEventKind.Completed },
        ]);
        Assert.Equal(("lo", "", true, 1), step);
        Assert.Equal(new ToolUse("c1", "look", "{\"q\":1}"), Assert.Single(fold.Tools));
        Assert.Equal((3, 4, FinishReason.ToolCalls, true), ((int)fold.Usage!.PromptTokens, (int)fold.Usage.CompletionTokens, fold.Finish, fold.IsComplete));
    }

    [Fact]
    public void How_an_answer_ended()
    {
        Assert.Equal((MessageStatus.Complete, "stop", null), Told(AnswerEnd.Complete(FinishReason.StopSequence, true)));
        Assert.Equal((MessageStatus.Complete, "length", null), Told(AnswerEnd.Complete(FinishReason.Length, true)));
        Assert.Equal(MessageStatus.Failed, AnswerEnd.Complete(FinishReason.Stop, false).Status);
        Assert.Contains("nothing", AnswerEnd.Complete(null, false).Problem, StringComparison.Ordinal);
        Assert.Contains("kept", AnswerEnd.Failed(new GatewayFault(FaultKind.StreamCut, "It broke."), hasText: true).Problem, StringComparison.Ordinal);
        // What became of the text is said once.
        Assert.Equal("It broke. What came so far was kept; Retry asks again.", AnswerEnd.Failed(new GatewayFault(FaultKind.StreamCut, "It broke. What arrived so far is not the whole answer."), hasText: true).Problem);
        var ours = AnswerEnd.Failed(new GatewayFault(FaultKind.RateLimited, "Wait."), hasText: false);
        Assert.Equal((429, "Wait."), (ours.HttpStatus, ours.Problem));
        // A vendor's words on its limits name the operator's account.
        var theirs = new GatewayFault(FaultKind.RateLimited, "Limit reached in organization org-1.") { UpstreamStatus = 429, RetryAfter = TimeSpan.FromSeconds(19.2) };
        Assert.Equal("The model's provider takes no more requests at the moment. Try again in 20 seconds, or ask another model.", AnswerEnd.Failed(theirs, hasText: false).Problem);
        Assert.Equal("The model's provider takes no more requests at the moment. Try again in a while, or ask another model. What came so far was kept; Retry asks again.", AnswerEnd.Failed(theirs with { RetryAfter = null }, hasText: true).Problem);
    }

    [Fact]
    public void Frames_tell_what_they_hold()
    {
        var id = Guid.CreateVersion7();
        ReadOnlyMemory<byte>[] frames =
        [
            StreamFrames.Started(id, id, id, 5), StreamFrames.Reasoning("hm"), StreamFrames.Delta("a\nb\"ü😀"), StreamFrames.Usage(new Usage(1)), StreamFrames.Delta("c"), StreamFrames.Done(id, "stop"),
        ];
        Assert.Equal((5, "a\nb\"ü😀c", "hm"), StreamFrames.Read(frames));
        Assert.All(frames, frame => Assert.EndsWith("\n\n", System.Text.Encoding.UTF8.GetString(frame.Span), StringComparison.Ordinal));
        Assert.All(frames, frame => Assert.Equal(3, System.Text.Encoding.UTF8.GetString(frame.Span).Count(c => c == '\n')));
    }

    private static (MessageStatus, string?, string?) Told(AnswerEnd end) => (end.Status, end.FinishReason, end.Problem);
}
