using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>Where nobody reports usage, a picture counts as a picture, however long its base64 is.</summary>
public sealed class PictureTokensTests
{
    private static readonly string Base64 = new('A', 100_000);

    [Fact]
    public void Of_an_answer()
    {
        using var tally = new AnswerTally();
        var step = new EventBatch();
        step.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Image, Name = JsonText.From("image/png"), Text = JsonText.From(Base64) });
        step.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, BlockKind = BlockKind.Image });
        tally.Observe(step);
        Assert.True(tally.HasToken);
        Assert.Equal(1290, tally.EstimateOutput("m", new Letters()));
        step.Clear();
        step.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = 1, BlockKind = BlockKind.Text, Text = JsonText.From("Hello") });
        tally.Observe(step);
        Assert.Equal(1295, tally.EstimateOutput("m", new Letters()));
    }

    [Fact]
    public void Of_a_history()
    {
        using var body = JsonDocument.Parse($$$"""{"messages":[{"role":"assistant","content":"Hello","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Base64}}}"}}]}]}""");
        var request = LlmRequest.Of(Requests.Of("""{"model":"m"}""").Caller, "m", new OpenAiChatDialect().ReadRequest(body.RootElement), TimeProvider.System);
        Assert.Equal(4 + 5 + 765, PromptTokens.Estimate(request, "m", new Letters()));
    }

    private sealed class Letters : ITokenEstimator
    {
        public long Count(string model, ReadOnlySpan<char> text) => text.Length;
    }
}
