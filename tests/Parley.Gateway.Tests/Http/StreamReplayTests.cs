using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;

namespace Parley.Gateway.Tests.Http;

public sealed class StreamReplayTests
{
    [Theory]
    [InlineData(0, null, "abcd")]
    [InlineData(2, null, "cd")]
    [InlineData(4, null, "")]
    [InlineData(0, "c", "cd")]
    [InlineData(0, "d", "d")]
    [InlineData(0, "x", "")]
    public async Task A_stream_is_picked_up_by_number_or_at_the_first_frame_that_is_wanted(long after, string? wanted, string sent)
    {
        var limits = new GatewayLimits();
        using var drain = new Drain(TimeProvider.System);
        var replay = new StreamReplay(new DialectSet([new OpenAiResponsesDialect()]), new ClientPatience(limits, TimeProvider.System, NullLogger<ClientPatience>.Instance), limits, drain);
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        using var stream = new FourFrames();
        await replay.RunAsync(context, stream, after, wanted is null ? null : (frame, _) => Encoding.UTF8.GetString(frame.Span) == wanted);
        Assert.Equal(sent, Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>In pieces of three and one.</summary>
    private sealed class FourFrames : IStreamReader
    {
        private static readonly ReadOnlyMemory<byte>[] Frames = ["a"u8.ToArray(), "b"u8.ToArray(), "c"u8.ToArray(), "d"u8.ToArray()];

        public StreamInfo Info { get; } = new("s", null, null, WireFormat.Responses, DateTimeOffset.UnixEpoch);

        public ValueTask<StreamPiece> ReadAsync(long after, CancellationToken cancellationToken)
        {
            var end = after < 3 ? 3 : 4;
            return new(new StreamPiece(Frames[(int)after..end], end == 4 ? StreamEnd.Complete : StreamEnd.Open));
        }

        public void Dispose()
        {
        }
    }
}
