using Microsoft.EntityFrameworkCore;
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
        using var writes = new DatabaseWrites(database.Options);
        using var watcher = new ChangeWatcher(database.Commands, writes, [failing, working], TimeProvider.System, NullLogger<ChangeWatcher>.Instance);
        await RaiseAsync(database, "a", "b");
        await watcher.LookNowAsync(default);
        Assert.Equal((0, 1), (failing.Reloads, working.Reloads));

        failing.IsBroken = false;
        await watcher.LookNowAsync(default);
        Assert.Equal((1, 1), (failing.Reloads, working.Reloads));
    }

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Only_what_changed_is_reloaded(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var (first, second) = (new Listener("a"), new Listener("b"));
        using var writes = new DatabaseWrites(database.Options);
        using var watcher = new ChangeWatcher(database.Commands, writes, [first, second], TimeProvider.System, NullLogger<ChangeWatcher>.Instance);
        await RaiseAsync(database, "a", "b");
        await watcher.LookNowAsync(default);
        await RaiseAsync(database, "b");
        await watcher.LookNowAsync(default);
        Assert.Equal((1, 2), (first.Reloads, second.Reloads));
        await watcher.LookNowAsync(default);
        Assert.Equal((1, 2), (first.Reloads, second.Reloads));
    }

    [Fact]
    public async Task Whether_anybody_wrote_is_known_on_SQLite_without_a_look()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var writes = new DatabaseWrites(database.Options);
        var before = writes.Read();
        await using (var db = database.CreateDbContext()) await db.Set<ChangeStamp>().CountAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, writes.Read());
        await RaiseAsync(database, "a");
        Assert.NotEqual(before, writes.Read());
        Assert.Equal(writes.Read(), writes.Read());
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
