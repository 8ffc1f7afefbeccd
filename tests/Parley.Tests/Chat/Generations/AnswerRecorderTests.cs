using Microsoft.Extensions.Logging.Abstractions;
using Parley.Chat.Generations;
using Parley.Chat.Live;
using Parley.Gateway.Ports;

namespace Parley.Tests.Chat.Generations;

public sealed class AnswerRecorderTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    /// <summary>Nobody would write the answer's end: it would be streaming until the process ends.</summary>
    [Fact]
    public async Task A_database_that_fails_just_when_the_answer_is_made_leaves_the_rest_to_its_end()
    {
        using var made = new CancellationTokenSource();
        var asked = 0;
        var databases = new FailingDatabases(async _ =>
        {
            asked++;
            await made.CancelAsync();
        });
        var signal = new FeedSignal();
        var live = new LiveAnswer(Id, Id, Id, Id, "", "");
        var table = new AnswerTable(databases, new Feed(signal, TimeProvider.System), TimeProvider.System, NullLogger<AnswerTable>.Instance);
        var recorder = new AnswerRecorder(live, new SavedLog(), new LiveAnswers(signal), table, Id, TimeProvider.System, NullLogger.Instance);
        live.Append("One.\n\nTwo");
        await recorder.RunAsync(made.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(1, asked);
        Assert.Equal((0, "One.\n\nTwo"), (recorder.Last()!.Offset, recorder.Last()!.Text));
    }

    /// <summary>All that is appended is durable.</summary>
    private sealed class SavedLog : IStreamLog
    {
        public CancellationToken Unwanted => CancellationToken.None;

        public IStreamReader Read() => throw new NotSupportedException();

        public ValueTask AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) => default;

        public void Complete(ReadOnlyMemory<byte> lastFrame = default)
        {
        }

        public Task WhenKnownAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WhenSavedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Stop()
        {
        }
    }
}
