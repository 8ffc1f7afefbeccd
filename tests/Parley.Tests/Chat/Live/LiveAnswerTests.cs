using Parley.Chat.Live;

namespace Parley.Tests.Chat.Live;

public sealed class LiveAnswerTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_reader_goes_on_where_it_was()
    {
        var answer = New("");
        var cursor = new LiveCursor();
        Assert.Equal(AnswerState.Waiting, answer.Take(cursor, 0, out _).Status!.State);
        answer.Append("Hello ");
        var (tail, status) = answer.Take(cursor, 0, out _);
        Assert.Equal((0, "Hello ", AnswerState.Writing), (tail!.Offset, tail.Text, status!.State));
        answer.Append("you");
        answer.Append("!");
        (tail, status) = answer.Take(cursor, 0, out _);
        Assert.Equal((6, "you!", null), (tail!.Offset, tail.Text, status));
        Assert.Equal((null, null), answer.Take(cursor, 0, out _));
    }

    [Fact]
    public void A_later_reader_begins_behind_the_last_durable_block()
    {
        var answer = New("");
        answer.Append("One.\n\nTwo");
        answer.Saved(6, 1, seq: 9);
        var (tail, _) = answer.Take(new LiveCursor(), 9, out var isBehind);
        Assert.Equal((6, "Two", 1, false), (tail!.Offset, tail.Text, tail.Blocks, isBehind));
    }

    [Fact]
    public void A_reader_that_has_not_got_a_block_gets_it_before_the_tail()
    {
        var answer = New("");
        answer.Append("One.\n\nTwo");
        answer.Saved(6, 1, seq: 9);
        Assert.Equal((null, null), answer.Take(new LiveCursor(), 8, out var isBehind));
        Assert.True(isBehind);
    }

    [Fact]
    public void What_ended_has_no_tail()
    {
        var answer = New("");
        answer.Append("One");
        answer.End();
        Assert.Equal((null, null), answer.Take(new LiveCursor(), 0, out var isBehind));
        Assert.False(isBehind);
    }

    [Fact]
    public void What_is_gone_on_with_begins_behind_what_there_was()
    {
        var answer = New("There was this");
        answer.Append(" and this");
        var (tail, _) = answer.Take(new LiveCursor(), 0, out _);
        Assert.Equal((14, " and this"), (tail!.Offset, tail.Text));
    }

    [Theory]
    [InlineData(null, 7, 3, 7, false)]
    [InlineData(7L, 7, 3, 7, false)]
    [InlineData(2L, 7, 3, 2, false)]
    [InlineData(1L, 7, 3, 7, true)]
    [InlineData(8L, 7, 3, 7, true)]
    [InlineData(0L, 0, 1, 0, false)]
    [InlineData(6L, 7, 8, 7, true)]
    public void Where_a_reader_begins(long? asked, long last, long oldest, long after, bool isReset) => Assert.Equal(new FeedStart(after, isReset), FeedStart.Of(asked, last, oldest));

    [Fact]
    public async Task A_listener_is_woken_once_for_many_and_bounded()
    {
        var signal = new FeedSignal();
        using var listener = signal.Listen(Id);
        Assert.True(listener.Take().News);
        var waiting = listener.WhenAnyAsync().AsTask();
        signal.Nudge(Id);
        signal.Nudge(Id);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var taken = listener.Take();
        Assert.Equal((false, true), (taken.News, taken.Live));
        // A sign of life wakes it with nothing to look at, when it is its turn.
        var beat = listener.WhenAnyAsync().AsTask();
        signal.Beat(0, 3);
        signal.Beat(2, 3);
        Assert.False(beat.IsCompleted);
        signal.Beat(1, 3);
        await beat.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var nothing = listener.Take();
        Assert.False(nothing.News || nothing.Live || nothing.Notes.Length > 0);
        for (var i = 0; i < 1000; i++) signal.Tell(Id, new FeedNote("typing", i));
        Assert.InRange(listener.Take().Notes.Length, 1, 100);
        listener.Dispose();
        Assert.Equal((0, 0), (signal.CountOf(Id), signal.People.Count()));
    }

    private static LiveAnswer New(string text) => new(Id, Id, Id, Id, text, "");
}
