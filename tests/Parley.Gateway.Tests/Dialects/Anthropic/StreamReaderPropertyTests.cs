using System.Text;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class StreamReaderPropertyTests
{
    private static readonly Golden Golden = new("Anthropic");
    private static readonly AnthropicDialect Dialect = new();

    private static readonly string[] Teachers =
    [
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"taught\"}}",
        "{\"delta\":{\"text\":\"taught\",\"type\":\"text_delta\"},\"index\":0,\"type\":\"content_block_delta\"}",
        "{ \"type\" : \"content_block_delta\", \"index\" : 0, \"delta\" : { \"x\" : \"taught\", \"type\" : \"text_delta\", \"text\" : \"taught\" }, \"p\" : \"abc\" }",
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"taught\"}}",
        "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"taught\"}}",
    ];

    /// <summary>Pieces that a string's inside is made of, right and wrong ones.</summary>
    private static readonly string[] Pieces =
    [
        "a", "żółw", "\U0001F600", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d", " ", "{", "}", ",", ":",
        "\"", "\\", "\\x", "\\u12", "\\u12g4", "\n", "\u0001", "\",\"text\":\"b", "\u007f",
    ];

    private static readonly Gen<string> Middle = Gen.Int[0, Pieces.Length - 1].List[0, 6].Select(parts => string.Concat(parts.Select(p => Pieces[p])));

    [Fact]
    public void Recognising_a_delta_by_its_frame_equals_parsing_it() =>
        Gen.Select(Gen.Int[0, Teachers.Length - 1].Select(i => Teachers[i]), Middle).Sample((teacher, middle) =>
        {
            var at = teacher.LastIndexOf("taught", StringComparison.Ordinal);
            var frame = Encoding.UTF8.GetBytes(string.Concat(teacher.AsSpan(0, at), middle, teacher.AsSpan(at + 6)));
            Assert.Equal(Read(null, frame), Read(teacher, frame));
        }, iter: 20_000);

    [Fact]
    public void Recognising_a_delta_by_its_frame_equals_parsing_it_whatever_byte_changes() =>
        Gen.Select(Gen.Int[0, Teachers.Length - 1].Select(i => Teachers[i]), Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 2]).Sample((teacher, place, value, how) =>
        {
            var frame = Mutate(Encoding.UTF8.GetBytes(teacher), place, value, how);
            Assert.Equal(Read(null, frame), Read(teacher, frame));
        }, iter: 20_000);

    [Fact]
    public void No_bytes_make_a_reader_throw()
    {
        var frames = Golden.Names(".sse").SelectMany(n => Golden.Frames(Golden.Text(n + ".sse"))).ToArray();
        Gen.Select(Gen.Int[0, frames.Length - 1], Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 3]).List[1, 12].Sample(steps =>
        {
            var reader = Dialect.CreateStreamReader();
            var events = new EventBatch();
            foreach (var (frame, place, value, how) in steps) reader.Read(frames[frame].Type, Mutate(frames[frame].Data, place, value, how), events);
            reader.End(events);
            Assert.Equal(1, Ends(events));
            Assert.True(events.Events[^1].Kind is LlmEventKind.Completed or LlmEventKind.Failed);
        }, iter: 20_000);
    }

    [Fact]
    public void No_bytes_make_a_reader_of_bodies_throw()
    {
        var bodies = Golden.Names(".json").Select(n => Golden.Bytes(n + ".json")).ToArray();
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 900], Gen.Byte, Gen.Int[0, 3]).Sample((body, place, value, how) =>
        {
            var bytes = Mutate(bodies[body], place, value, how);
            var reader = Dialect.CreateWholeReader();
            var events = new EventBatch();
            reader.Read(default, bytes, events);
            reader.End(events);
            Assert.Equal(1, Ends(events));
            _ = Dialect.ReadError(400, bytes, null);
            var counted = new EventBatch();
            new CountTokensReader("input_tokens").Read(default, bytes, counted);
            Assert.Equal(1, Ends(counted));
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"type\":")]
    [InlineData("null")]
    [InlineData("{\"type\":\"message_stop\"} trailing")]
    [InlineData("\uFEFF{}")]
    public void Garbage_is_a_failure_of_the_upstream(string data)
    {
        var events = new EventBatch();
        Dialect.CreateStreamReader().Read(default, Encoding.UTF8.GetBytes(data), events);
        Assert.Equal(FaultKind.UpstreamFailed, Assert.Single(events.Events.ToArray()).Fault!.Kind);
    }

    [Fact]
    public void A_depth_bomb_is_a_failure_of_the_upstream()
    {
        var events = new EventBatch();
        Dialect.CreateStreamReader().Read(default, Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100_000)), events);
        Assert.Equal(LlmEventKind.Failed, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_a_failure_of_the_upstream_on_either_way()
    {
        foreach (var teacher in new[] { null, Teachers[0] })
        {
            byte[] frame = [.. "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""u8, 0xC3, .. "\"}}"u8];
            Assert.StartsWith("failed UpstreamFailed", Read(teacher, frame), StringComparison.Ordinal);
        }
    }

    private static string Read(string? teacher, byte[] frame)
    {
        var reader = Dialect.CreateStreamReader();
        var events = new EventBatch();
        foreach (var start in new[]
        {
            "{\"type\":\"message_start\",\"message\":{}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"}}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"thinking\"}}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\"}}",
            teacher,
        })
        {
            if (start is not null) reader.Read(default, Encoding.UTF8.GetBytes(start), events);
        }

        events.Clear();
        reader.Read(default, frame, events);
        return EventDump.Of(events);
    }

    private static int Ends(EventBatch events)
    {
        var ends = 0;
        foreach (var item in events.Events) if (item.Kind is LlmEventKind.Completed or LlmEventKind.Failed) ends++;
        return ends;
    }

    private static byte[] Mutate(byte[] bytes, int place, byte value, int how)
    {
        if (bytes.Length == 0) return [value];
        place %= bytes.Length;
        return how switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], value, .. bytes[place..]],
            2 => bytes[..place],
            _ => bytes,
        };
    }
}
