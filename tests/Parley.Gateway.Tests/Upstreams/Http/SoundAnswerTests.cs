using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

/// <summary>Sound in any pieces arrives whole, and its last byte only with the end.</summary>
public sealed class SoundAnswerTests
{
    [Theory]
    [InlineData(1, 1), InlineData(2, 1), InlineData(3, 2), InlineData(500, 1), InlineData(70_000, 4096), InlineData(200_001, 100_000)]
    public async Task The_last_byte_comes_with_the_end(int length, int step)
    {
        byte[] sound = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 13))];
        List<byte> got = [];
        List<LlmEventKind> kinds = [];
        var isFirst = true;
        await using var answer = Answer(new CutStream(sound, [step]));
        while (await answer.MoveNextAsync(default))
        {
            var isEnd = answer.Events.Events is [.., { Kind: LlmEventKind.Completed }];
            Assert.False(answer.Raw.IsEmpty);
            got.AddRange(answer.Raw.ToArray());
            Assert.Equal(isEnd, got.Count == length);
            Assert.Equal(isFirst, answer.Events.Events is [{ Kind: LlmEventKind.Started }, ..]);
            isFirst = false;
            foreach (ref readonly var item in answer.Events.Events) kinds.Add(item.Kind);
        }

        Assert.True(sound.AsSpan().SequenceEqual(got.ToArray()));
        Assert.Equal([LlmEventKind.Started, LlmEventKind.BlockStarted, LlmEventKind.BlockStopped, LlmEventKind.Finished, LlmEventKind.Completed], kinds);
    }

    [Fact]
    public async Task Nothing_at_all_is_no_sound()
    {
        await using var answer = Answer(Stream.Null);
        Assert.True(await answer.MoveNextAsync(default));
        Assert.Equal(FaultKind.StreamCut, answer.Events.Events[^1].Fault!.Kind);
        Assert.False(await answer.MoveNextAsync(default));
    }

    private static SoundAnswer Answer(Stream body)
    {
        var target = Requests.Target("m");
        var facts = new AnswerFacts(target, WireFormat.Chat, []) { Media = new MediaHead("audio/mpeg") };
        return new SoundAnswer(facts, new HttpResponseMessage(), body, new CallWatch(target.Upstream, TimeProvider.System, new Drain(TimeProvider.System), CancellationToken.None));
    }
}
