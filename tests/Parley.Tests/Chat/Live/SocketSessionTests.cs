using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Parley.Chat.Live;

namespace Parley.Tests.Chat.Live;

/// <summary>What breaks on this side of a socket ends it with a reason, and leaves nothing running.</summary>
public sealed class SocketSessionTests
{
    private static readonly Guid Person = Guid.CreateVersion7();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_feed_that_breaks_is_told_in_the_close_and_in_the_log()
    {
        using var socket = new HeldSocket();
        var log = new FaultLog();
        await RunAsync(socket, log, feed: new FailingDatabases(_ => Task.CompletedTask), words: new FailingDatabases(_ => Task.CompletedTask));
        Assert.Equal(WebSocketCloseStatus.InternalServerError, socket.CloseStatus);
        Assert.NotEqual("", socket.CloseStatusDescription);
        Assert.Contains("The disk is away.", Assert.Single(log.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_breaks_is_told_likewise_and_the_feed_ends_with_it()
    {
        using var socket = new HeldSocket();
        var log = new FaultLog();
        var isFeedOver = false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var feed = new FailingDatabases(async cancellation =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isFeedOver = true;
            cancellation.ThrowIfCancellationRequested();
        });
        var running = RunAsync(socket, log, feed, words: new FailingDatabases(_ => Task.CompletedTask));
        await begun.Task;
        socket.Say($$$"""{"kind":"typing","data":{"conversationId":"{{{Guid.CreateVersion7()}}}"}}""");
        await running;
        Assert.Equal(WebSocketCloseStatus.InternalServerError, socket.CloseStatus);
        Assert.Contains("The disk is away.", Assert.Single(log.Faults).Message, StringComparison.Ordinal);
        Assert.True(isFeedOver);
    }

    private static async Task RunAsync(HeldSocket socket, FaultLog log, FailingDatabases feed, FailingDatabases words)
    {
        var signal = new FeedSignal();
        using var listener = signal.Listen(Person);
        var follower = new FeedFollower(new FeedTable(feed), new LiveAnswers(signal), TimeProvider.System);
        var actions = new SocketActions(words, signal, new Feed(signal, TimeProvider.System));
        await new SocketSession(socket, Person, listener, follower, actions, TimeProvider.System, log)
            .RunAsync(null, CancellationToken.None, CancellationToken.None, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private sealed class FaultLog : ILogger
    {
        public List<Exception> Faults { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error) Faults.Add(exception!);
        }
    }
}
