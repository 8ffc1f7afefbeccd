using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData(0), InlineData(500), InlineData(32 * 1024), InlineData(256 * 1024 + 1), InlineData(5 * 1024 * 1024 + 3)]
    public async Task Every_length_arrives_announced_or_not(int length)
    {
        var sent = new byte[length];
        new Random(length).NextBytes(sent);
        foreach (var announced in new[] { true, false })
        {
            var pipe = new Pipe();
            var sending = SendAsync(pipe.Writer, sent, 10_000);
            using var body = await RequestBody.ReadAsync(ContextOf(pipe.Reader, announced ? length : null));
            await sending;
            Assert.True(body.Written.Span.SequenceEqual(sent));
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_what_came_of_it_is_taken()
    {
        var pipe = new Pipe();
        var sending = SendAsync(pipe.Writer, new byte[RequestBody.MaxBytes + 1], 1024 * 1024);
        var refused = await Assert.ThrowsAsync<GatewayFaultException>(async () => await RequestBody.ReadAsync(ContextOf(pipe.Reader, null)));
        Assert.Equal(413, refused.Fault.Status);
        // A reader that still stands on the bytes would break the server's own reading of what is left.
        Assert.True((await pipe.Reader.ReadAsync()).IsCompleted);
        await sending;
    }

    [Theory]
    [InlineData(408, 408, "too slowly"), InlineData(413, 413, "larger than"), InlineData(400, 400, "to its end")]
    public async Task A_body_that_the_server_gives_up_is_refused_for_its_reason(int reason, int status, string words)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{"u8.ToArray());
        await pipe.Writer.CompleteAsync(new BadHttpRequestException("Kestrel's words", reason));
        var refused = await Assert.ThrowsAsync<GatewayFaultException>(async () => await RequestBody.ReadAsync(ContextOf(pipe.Reader, 100)));
        Assert.Equal(status, refused.Fault.Status);
        Assert.Contains(words, refused.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent to a model", refused.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500), InlineData(32 * 1024)]
    public async Task A_body_that_is_there_is_read_at_once_and_into_pooled_memory(int length)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            await SendAsync(pipe.Writer, new byte[length], length);
            var context = ContextOf(pipe.Reader, length);
            _ = context.RequestAborted;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = RequestBody.ReadAsync(context);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(reading.IsCompletedSuccessfully);
            (await reading).Dispose();
        }

        // One small object; a debug build adds the state of the method, and none of them depends on the length.
        Assert.InRange(least, 1, 450);
    }

    private static DefaultHttpContext ContextOf(PipeReader reader, long? length)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new BodyPipe(reader));
        context.Request.ContentLength = length;
        return context;
    }

    private static async Task SendAsync(PipeWriter writer, byte[] bytes, int piece)
    {
        for (var at = 0; at < bytes.Length; at += piece) await writer.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
        await writer.CompleteAsync();
    }

    private sealed class BodyPipe(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
