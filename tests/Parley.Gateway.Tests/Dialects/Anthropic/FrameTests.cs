using System.Text;
using Parley.Gateway.Dialects.Anthropic;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class FrameTests
{
    [Theory]
    [InlineData("ping", nameof(FrameType.Ping))]
    [InlineData("content_block_delta", nameof(FrameType.BlockDelta))]
    [InlineData("content\\u005fblock_delta", nameof(FrameType.BlockDelta))]
    [InlineData("\\u0070\\u0069\\u006e\\u0067", nameof(FrameType.Ping))]
    [InlineData("\\u0070ong", nameof(FrameType.Unknown))]
    [InlineData("", nameof(FrameType.Unknown))]
    public void The_type_is_read_however_it_is_spelled(string type, string read) => Assert.Equal(read, TypeOf(type));

    [Fact]
    public void A_type_of_any_length_is_read() => Assert.Equal(nameof(FrameType.Unknown), TypeOf(string.Concat(Enumerable.Repeat("\\u0070", 100_000))));

    [Fact]
    public void Without_a_type_the_name_of_the_event_counts() =>
        Assert.Equal(FrameType.Ping, Frame.Parse("ping"u8.ToArray(), "{}"u8.ToArray()).Type);

    private static string TypeOf(string escaped) => Frame.Parse("error"u8.ToArray(), Encoding.UTF8.GetBytes($"{{\"type\":\"{escaped}\"}}")).Type.ToString();
}
