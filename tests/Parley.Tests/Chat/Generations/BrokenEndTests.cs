using Microsoft.Extensions.DependencyInjection;
using Parley.Chat.Generations;
using Parley.Chat.Live;
using Parley.Gateway.Ports;
using Parley.Streams.Log;

namespace Parley.Tests.Chat.Generations;

/// <summary>An answer that is not brought to its end as it should be.</summary>
public sealed class BrokenEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_for_it_goes_on_and_its_place_is_free()
    {
        await using var stage = await ChatStage.StartAsync(configure: services => services.AddSingleton<IStreamStore>(provider => new EndlessLogs(provider.GetRequiredService<StreamLog>())));
        var person = ChatStage.NewPerson();
        using var client = stage.Person(person);
        var answer = await client.SendAsync("/api/v1/chat", new { message = "Go", model = "chat/echo" });
        Assert.Equal("Go", answer.GetProperty("text").GetString());
        Assert.Empty(stage.Get<LiveAnswers>().Of(person));
        var streams = await client.ReadAsync("/api/v1/chat/streams");
        Assert.Null(stage.Get<AnswerMaker>().Find(streams.GetProperty("items")[0].GetProperty("id").GetGuid()));
        // Nothing is left that the end of the process would wait for.
        await stage.Get<AnswerMaker>().StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private sealed class EndlessLogs(IStreamStore streams) : IStreamStore
    {
        public IStreamLog Open(StreamInfo info) => new EndlessLog(streams.Open(info));

        public ValueTask<IStreamReader?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) => streams.FindAsync(id, caller, cancellationToken);

        public ValueTask<bool> IsRunningAsync(string id, Caller caller, CancellationToken cancellationToken) => streams.IsRunningAsync(id, caller, cancellationToken);

        public ValueTask StopAsync(string id, Caller caller, CancellationToken cancellationToken) => streams.StopAsync(id, caller, cancellationToken);
    }

    /// <summary>Breaks when it is completed.</summary>
    private sealed class EndlessLog(IStreamLog log) : IStreamLog
    {
        public CancellationToken Unwanted => log.Unwanted;

        public IStreamReader Read() => log.Read();

        public ValueTask AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) => log.AppendAsync(frame, cancellationToken);

        public void Complete(ReadOnlyMemory<byte> lastFrame = default)
        {
            log.Complete(lastFrame);
            throw new InvalidOperationException("It breaks.");
        }

        public Task WhenKnownAsync(CancellationToken cancellationToken) => log.WhenKnownAsync(cancellationToken);

        public Task WhenSavedAsync(CancellationToken cancellationToken) => log.WhenSavedAsync(cancellationToken);

        public void Stop() => log.Stop();
    }
}
