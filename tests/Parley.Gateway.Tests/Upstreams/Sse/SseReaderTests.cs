using System.Text;
using CsCheck;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Gateway.Tests.Upstreams.Sse;

public sealed class SseReaderTests
{
    private static readonly string[] Pieces =
    [
        "data: {\"a\":1}\n\n", "data:{\"b\":\"żółw 😀\"}\r\n\r\n", ": comment\n\n", "event: ping\ndata: {}\n\n", "event:x\r\ndata: one\r\ndata: two\r\ndata\r\n\r\n",
        "\n", "\r\n", "id: 7\nretry: 100\ndata: [DONE]\n\n", "data: a\rdata: b\r\r", "unknown: field\ndata:  two spaces\n\n", "data:\n\n", "dataset: no\n\n",
    ];

    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\r\n\r\n", "|a")]
    [InlineData("data: a\r\r", "|a")]
    [InlineData("\uFEFFdata: a\n\n", "|a")]
    [InlineData("event: e\ndata: a\ndata: b\n\n", "e|a\nb")]
    [InlineData("data\n\n", "|")]
    [InlineData(": only a comment\n\ndata: a\n\n", "-;|a")]
    [InlineData("\n\n\ndata: a\n\n", "|a")]
    [InlineData("event: a\nevent: b\ndata: x\n\n", "b|x")]
    [InlineData("data:  x\n\n", "| x")]
    [InlineData("data: a\n\ndata: b", "|a;|b!")]
    [InlineData("data: a\n\ndata: b\n", "|a;|b!")]
    public async Task Frames_follow_the_standard(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', await ReadAll(Encoding.UTF8.GetBytes(text), [])));

    [Fact]
    public void Any_cutting_gives_the_same_frames() =>
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 12], Gen.Int[1, 9].Array[1, 200]).Sample((pieces, cuts) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(pieces));
            var whole = ReadAll(bytes, []).GetAwaiter().GetResult();
            Assert.Equal(whole, ReadAll(bytes, cuts).GetAwaiter().GetResult());
            Assert.Equal(whole, ReadAll(bytes, [1]).GetAwaiter().GetResult());
        });

    [Fact]
    public void Raw_bytes_of_all_frames_are_the_stream()
    {
        var text = string.Concat(Pieces.Where(p => p.Length > 2));
        Gen.Int[1, 30].Array[1, 50].Sample(cuts =>
        {
            var raw = new List<byte>();
            _ = ReadAll(Encoding.UTF8.GetBytes(text), cuts, raw).GetAwaiter().GetResult();
            Assert.Equal(text, Encoding.UTF8.GetString(raw.ToArray()));
        });
    }

    [Fact]
    public async Task A_carriage_return_ends_a_frame_at_once()
    {
        using var reader = new SseReader(new CutStream("data: a\r\n\r"u8.ToArray(), []), SseReader.DefaultMaxFrameBytes);
        Assert.True(await reader.ReadAsync(default));
        Assert.True(reader.TryTake());
        Assert.Equal("a", Encoding.UTF8.GetString(reader.Data.Span));
    }

    [Fact]
    public async Task A_line_over_the_limit_ends_the_reading_without_holding_more_than_the_limit()
    {
        using var reader = new SseReader(new EndlessLine(), 1 << 20);
        while (!reader.TryTake() && await reader.ReadAsync(default))
        {
        }

        Assert.True(reader.IsOverLimit);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 400].Sample(bytes => { _ = ReadAll(bytes, [3, 1, 7]).GetAwaiter().GetResult(); });

    private static async Task<List<string>> ReadAll(byte[] bytes, int[] cuts, List<byte>? raw = null)
    {
        using var reader = new SseReader(new CutStream(bytes, cuts), SseReader.DefaultMaxFrameBytes);
        var frames = new List<string>();
        while (true)
        {
            if (reader.TryTake() || (reader.IsEnded && reader.TryTakeUnterminated()))
            {
                raw?.AddRange(reader.Raw.ToArray());
                var text = reader.HasData ? $"{Encoding.UTF8.GetString(reader.EventName.Span)}|{Encoding.UTF8.GetString(reader.Data.Span)}" : "-";
                frames.Add(reader.IsUnterminated ? text + "!" : text);
            }
            else if (reader.IsEnded || !await reader.ReadAsync(default))
            {
                if (reader.IsEnded && !reader.TryTakeUnterminated()) return frames;
                if (reader.IsEnded) frames.Add($"{Encoding.UTF8.GetString(reader.EventName.Span)}|{Encoding.UTF8.GetString(reader.Data.Span)}!");
            }
        }
    }

    private sealed class EndlessLine : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return new(buffer.Length);
        }
    }
}
