using Microsoft.Extensions.Logging.Abstractions;
using Parley.Data;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Data;

public sealed class ChangeWatcherTests
{
    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public async Task A_topic_that_cannot_be_reloaded_keeps_no_other_one_back_and_is_tried_again(string broken, string sound)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (failing, working) = (new Listener(broken) { IsBroken = true }, new Listener(sound));
        using var watcher = new ChangeWatcher(database, database.Options, [failing, working], TimeProvider.System, NullLogger<ChangeWatcher>.Instance);
        await RaiseAsync(database, "a", "b");
        await watcher.LookNowAsync(default);
        Assert.Equal((0, 1), (failing.Reloads, working.Reloads));

        failing.IsBroken = false;
        await watcher.LookNowAsync(default);
        Assert.Equal((1, 1), (failing.Reloads, working.Reloads));
    }

    [Fact]
    public async Task Only_what_changed_is_reloaded()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (first, second) = (new Listener("a"), new Listener("b"));
        using var watcher = new ChangeWatcher(database, database.Options, [first, second], TimeProvider.System, NullLogger<ChangeWatcher>.Instance);
        await RaiseAsync(database, "a", "b");
        await watcher.LookNowAsync(default);
        await RaiseAsync(database, "b");
        await watcher.LookNowAsync(default);
        Assert.Equal((1, 2), (first.Reloads, second.Reloads));
    }

    private static async Task RaiseAsync(TestDatabase database, params string[] topics)
    {
        await using var db = database.CreateDbContext();
        foreach (var topic in topics) await ChangeStamp.RaiseAsync(db, topic, CancellationToken.None);
    }

    private sealed class Listener(string topic) : IChangeListener
    {
        public bool IsBroken { get; set; }

        public int Reloads { get; private set; }

        public string Topic => topic;

        public Task ReloadAsync(CancellationToken cancellationToken)
        {
            if (IsBroken) throw new InvalidOperationException("The rows make no sense.");
            Reloads++;
            return Task.CompletedTask;
        }
    }
}
