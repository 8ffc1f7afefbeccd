using System.Text;
using Parley.Gateway.Http.Streams;

namespace Parley.Gateway.Tests.Http;

public sealed class FrameSplitterTests
{
    [Theory]
    [InlineData("data: a\n\n", "data: a\n\n")]
    [InlineData("data: a\n\nevent: x\ndata: b\n\n", "data: a\n\n|event: x\ndata: b\n\n")]
    [InlineData("\n\ndata: a\r\n\r\n", "data: a\r\n\r\n")]
    [InlineData(": ping\n\ndata: a\n\n", "data: a\n\n")]
    [InlineData(": ping\ndata: a\n\n", ": ping\ndata: a\n\n")]
    [InlineData(": ping\n: pong\n\n", "")]
    [InlineData("data: a\r\rdata: b\r\r", "data: a\r\r|data: b\r\r")]
    [InlineData("data: a\ndata: b\n\n", "data: a\ndata: b\n\n")]
    [InlineData("", "")]
    public void Cuts_events_and_leaves_comments_out(string stream, string expected)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(stream);
        List<string> frames = [];
        while (FrameSplitter.TryTake(ref bytes, out var frame)) frames.Add(Encoding.UTF8.GetString(frame.Span));
        Assert.Equal(expected, string.Join('|', frames));
    }

    [Theory]
    [InlineData("id: 7\ndata: a\n\n", "data: a\n\n")]
    [InlineData("data: a\nid: 7\n\n", "data: a\n\n")]
    [InlineData("data: a\r\nid\r\nid:x\r\n\r\n", "data: a\r\n\r\n")]
    [InlineData("data: id: 7\nidle: x\n\n", "data: id: 7\nidle: x\n\n")]
    public void Takes_the_vendors_number_away(string frame, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(FrameSplitter.WithoutId(Encoding.UTF8.GetBytes(frame)).Span));
}
