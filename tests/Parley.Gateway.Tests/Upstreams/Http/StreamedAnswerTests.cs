using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

/// <summary>A stream that passes is the vendor's to its last byte, however it is cut.</summary>
public sealed class StreamedAnswerTests
{
    private const string Frames = """
        : hello

        data: {"choices":[{"index":0,"delta":{"content":"hi"}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    [Theory]
    [InlineData("\n"), InlineData("\r\n"), InlineData("\r")]
    public async Task Any_cutting_passes_every_byte(string lineEnd)
    {
        var frames = Frames.ReplaceLineEndings(lineEnd);
        for (var size = 1; size <= frames.Length; size++) Assert.Equal(frames, await PassAsync(new CutStream(Encoding.UTF8.GetBytes(frames), [size])));
    }

    [Fact]
    public async Task A_vendor_that_holds_its_connection_open_does_not_hold_the_end()
    {
        var frames = Frames.ReplaceLineEndings("\r");
        Assert.Equal(frames, await PassAsync(new HeldStream(Encoding.UTF8.GetBytes(frames))).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static async Task<string> PassAsync(Stream body)
    {
        var target = Requests.Target("m");
        using var drain = new Drain(TimeProvider.System);
        await using var answer = new StreamedAnswer(new AnswerFacts(target, WireFormat.Chat, []), new HttpResponseMessage(), body,
            new OpenAiChatDialect().CreateStreamReader(), new CallWatch(target.Upstream, TimeProvider.System, drain, CancellationToken.None));
        var output = new ArrayBufferWriter<byte>();
        while (await answer.MoveNextAsync(default)) output.Write(answer.Raw.Span);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Gives its bytes, and then nothing more without ending.</summary>
    private sealed class HeldStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Read(buffer.Span) is > 0 and var read) return read;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
