using System.Net.Http.Headers;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

/// <summary>A whole answer arrives whole, whatever its length and whether it is announced; and takes no more memory than it must.</summary>
public sealed class WholeAnswerTests
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData(200), InlineData(4095), InlineData(4096), InlineData(4097), InlineData(MiB - 1), InlineData(MiB), InlineData(MiB + 1), InlineData(5 * MiB + 3)]
    public async Task Every_length_arrives(int length)
    {
        foreach (var announced in new[] { true, false })
        {
            var (raw, events, _) = await ReadAsync(length, announced);
            Assert.Equal(length, raw);
            Assert.Equal([LlmEventKind.Started, LlmEventKind.Finished, LlmEventKind.Completed], events);
        }
    }

    [Fact]
    public async Task A_long_answer_takes_its_length_and_a_third_of_it_besides()
    {
        foreach (var announced in new[] { true, false })
        {
            var (raw, _, allocated) = await ReadAsync(64 * MiB, announced);
            Assert.Equal(64 * MiB, raw);
            Assert.True(allocated < 90L * MiB, $"{allocated / MiB} MiB were allocated{(announced ? " though the length was announced" : "")}");
        }
    }

    [Fact]
    public async Task One_byte_over_the_limit_is_refused()
    {
        foreach (var announced in new[] { true, false })
        {
            var (raw, events, _) = await ReadAsync(64 * MiB + 1, announced);
            Assert.Equal((0, LlmEventKind.Failed), (raw, Assert.Single(events)));
        }
    }

    private static async Task<(int Raw, List<LlmEventKind> Events, long Allocated)> ReadAsync(int length, bool announced)
    {
        var target = Requests.Target("m");
        using var drain = new Drain(TimeProvider.System);
        using var body = new StreamContent(new PaddedJson(length));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.ContentLength = announced ? length : null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var answer = new WholeAnswer(new AnswerFacts(target, WireFormat.Chat, []), new HttpResponseMessage { Content = body },
            new OpenAiChatDialect().CreateWholeReader(), new CallWatch(target.Upstream, TimeProvider.System, drain, CancellationToken.None));
        Assert.True(await answer.MoveNextAsync(default));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        List<LlmEventKind> kinds = [];
        foreach (var item in answer.Events.Events) kinds.Add(item.Kind);
        return (answer.Raw.Length, kinds, allocated);
    }

    /// <summary>An answer of this length: behind its object stands white space.</summary>
    private sealed class PaddedJson(int length) : MemoryStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var answer = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":\"stop\"}]}"u8;
            var count = Math.Min(buffer.Length, length - _at);
            var bytes = buffer.Span[..count];
            bytes.Fill((byte)' ');
            if (_at < answer.Length) answer[_at..Math.Min(answer.Length, _at + count)].CopyTo(bytes);
            _at += count;
            return new(count);
        }
    }
}
