using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Gateway.Tests.Http;

public sealed class UnaskedUsageTests
{
    [Theory]
    // DeepSeek, Mistral and others let usage ride on the last chunk of the answer.
    [InlineData("""data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2},"z":1}""",
        """data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null,"z":1}""")]
    [InlineData("""data:{ "usage" : {"prompt_tokens":1,"completion_tokens":2} ,"choices":[{"index":0,"delta":{"content":"a"}}]}""",
        """data:{ "usage" : null ,"choices":[{"index":0,"delta":{"content":"a"}}]}""")]
    // What a vendor tells unasked in a place of its own stays as it is.
    [InlineData("""data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}""", null)]
    [InlineData("""data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":2}}]}""", null)]
    [InlineData("""data: {"id":"x","choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}""", null)]
    public async Task Usage_that_rides_on_a_chunk_of_the_answer_is_hidden_from_a_caller_that_did_not_ask(string frame, string? expected)
    {
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(frame + "\n\n"));
        using var frames = new SseReader(source, SseReader.DefaultMaxFrameBytes);
        Assert.True(await frames.ReadAsync(TestContext.Current.CancellationToken) && frames.TryTake());
        var events = new EventBatch();
        new OpenAiChatDialect().CreateStreamReader().Read(default, frames.Data, events);
        var output = new ArrayBufferWriter<byte>();
        UnaskedUsage.Write(output, frames.Raw.Span, events);
        Assert.Equal((expected ?? frame) + "\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
