using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Streams;
using Parley.Streams.Log;
using Parley.Streams.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Streams;

/// <summary>What may go wrong between the log and its database holds up one stream at most, and for one round at most.</summary>
public sealed class LogWriterTests
{
    private static readonly Caller Owner = new("key", null, "tests", new HashSet<string>());

    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Frames_whose_commit_was_not_acknowledged_are_not_written_twice(bool postgres)
    {
        using var rig = await Rig.CreateAsync(postgres);
        var (lost, other) = (rig.Open("req_lost"), rig.Open("req_other"));
        await AppendAsync(lost, "a", "b");
        // The database has both, but its answer never came.
        await using (var db = rig.Database.CreateDbContext())
        {
            db.Add(new LoggedStream { Id = "req_lost", Owner = "key:key", Format = "chat", Node = rig.Node.Name, CreatedAt = DateTimeOffset.UtcNow, AliveAt = DateTimeOffset.UtcNow });
            db.Add(new LoggedFrames { StreamId = "req_lost", First = 1, Count = 2, Bytes = FrameCodec.Write(["a"u8.ToArray(), "b"u8.ToArray()]) });
            await db.SaveChangesAsync(Token);
        }

        await AppendAsync(lost, "c");
        await AppendAsync(other, "x");
        await rig.WriteAsync();
        lost.Complete();
        other.Complete("y"u8.ToArray());
        await rig.WriteAsync();
        Assert.Equal("abc", await rig.ReadAsync("req_lost"));
        Assert.Equal("xy", await rig.ReadAsync("req_other"));
        Assert.Empty(rig.Log.Running);
    }

    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_row_that_is_gone_is_made_anew(bool postgres)
    {
        using var rig = await Rig.CreateAsync(postgres);
        var stream = rig.Open("req_gone");
        await AppendAsync(stream, "a");
        await rig.WriteAsync();
        await using (var db = rig.Database.CreateDbContext()) await db.Set<LoggedStream>().ExecuteDeleteAsync(Token);
        await AppendAsync(stream, "b");
        stream.Complete();
        await rig.WriteAsync();
        Assert.Equal("b", await rig.ReadAsync("req_gone", after: 1));
        Assert.Empty(rig.Log.Running);
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_for_what_was_removed_is_told_so()
    {
        using var rig = await Rig.CreateAsync(postgres: false);
        var stream = rig.Open("req_slow");
        using var reader = stream.Read();
        await AppendAsync(stream, "a", "b");
        stream.Complete();
        await rig.WriteAsync();
        await using (var db = rig.Database.CreateDbContext()) await db.Set<LoggedStream>().ExecuteDeleteAsync(Token);
        Assert.Equal(StreamEnd.Lost, (await reader.ReadAsync(0, Token)).End);
    }

    [Fact]
    public async Task What_is_not_durable_yet_makes_its_writer_wait()
    {
        using var rig = await Rig.CreateAsync(postgres: false);
        var stream = rig.Open("req_full");
        var piece = new byte[1024 * 1024];
        for (var i = 0; i < 4; i++) Assert.True(stream.AppendAsync(piece, Token).AsTask().IsCompletedSuccessfully);
        var waiting = stream.AppendAsync(piece, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await rig.WriteAsync();
        await waiting.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Streams_are_removed_after_their_time_and_running_ones_are_not(bool postgres)
    {
        using var rig = await Rig.CreateAsync(postgres, new StreamsOptions { Retention = TimeSpan.Zero });
        var (over, running) = (rig.Open("req_over"), rig.Open("req_running"));
        await AppendAsync(over, "a");
        await AppendAsync(running, "a");
        over.Complete();
        await rig.WriteAsync();
        await using (var before = rig.Database.CreateDbContext())
        {
            foreach (var (id, hours) in new[] { ("resp_over", -1), ("resp_kept", 1) })
                before.Add(new KeptResponse { Id = id, Owner = "key:key", CreatedAt = DateTimeOffset.UtcNow.AddDays(-1), ExpiresAt = DateTimeOffset.UtcNow.AddHours(hours), Input = [], Body = [] });
            await before.SaveChangesAsync(Token);
        }

        await Task.Delay(20, Token);
        await rig.Reaper().ReapAsync(Token);
        await using var db = rig.Database.CreateDbContext();
        Assert.Equal(["req_running"], await db.Set<LoggedStream>().Select(s => s.Id).ToListAsync(Token));
        Assert.Equal(["req_running"], await db.Set<LoggedFrames>().Select(f => f.StreamId).Distinct().ToListAsync(Token));
        Assert.Equal(["resp_kept"], await db.Set<KeptResponse>().Select(r => r.Id).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task An_account_takes_its_streams_and_responses_along(bool postgres)
    {
        using var rig = await Rig.CreateAsync(postgres, new StreamsOptions());
        var (gone, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var owner in new[] { gone, other })
            await AppendAsync(rig.Log.Open(new StreamInfo($"req_{owner}", "key", owner.ToString(), WireFormat.Chat, DateTimeOffset.UtcNow) { NeedsNoReader = true }), "a");
        await rig.WriteAsync();
        await using var db = rig.Database.CreateDbContext();
        foreach (var owner in new[] { gone, other })
            db.Add(new KeptResponse { Id = "resp", Owner = Owners.OfUser(owner), CreatedAt = DateTimeOffset.UtcNow, ExpiresAt = DateTimeOffset.UtcNow.AddHours(1), Input = [], Body = [] });
        await db.SaveChangesAsync(Token);
        await new StreamsAccount().DeletingAsync(db, gone, Token);
        Assert.Equal([$"req_{other}"], await db.Set<LoggedStream>().Select(s => s.Id).ToListAsync(Token));
        Assert.Equal([$"req_{other}"], await db.Set<LoggedFrames>().Select(f => f.StreamId).ToListAsync(Token));
        Assert.Equal([Owners.OfUser(other)], await db.Set<KeptResponse>().Select(r => r.Owner).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task What_is_written_behind_an_account_s_end_is_removed(bool postgres)
    {
        using var rig = await Rig.CreateAsync(postgres, new StreamsOptions());
        await AppendAsync(rig.Open("req_key"), "a");
        await rig.WriteAsync();
        await using (var before = rig.Database.CreateDbContext())
        {
            foreach (var owner in new[] { "key:key", Owners.OfUser(Guid.CreateVersion7()) })
                before.Add(new KeptResponse { Id = owner[..4], Owner = owner, CreatedAt = DateTimeOffset.UtcNow, ExpiresAt = DateTimeOffset.UtcNow.AddHours(1), Input = [], Body = [] });
            await before.SaveChangesAsync(Token);
        }

        await rig.Reaper().ReapGoneAsync(Token);
        await using var db = rig.Database.CreateDbContext();
        Assert.Equal(["req_key"], await db.Set<LoggedStream>().Select(s => s.Id).ToListAsync(Token));
        Assert.Equal(["key:"], await db.Set<KeptResponse>().Select(r => r.Id).ToListAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AppendAsync(IStreamLog stream, params string[] frames)
    {
        foreach (var frame in frames) await stream.AppendAsync(Encoding.UTF8.GetBytes(frame), Token);
    }

    private sealed class Rig : IDbContextFactory<ParleyDbContext>, IDisposable
    {
        private readonly FrameTable _table;
        private readonly LogWriter _writer;

        private Rig(TestDatabase database, StreamsOptions options)
        {
            (Database, Options) = (database, options);
            _table = new FrameTable(this);
            Node = new StreamNode(database.Options, TimeProvider.System);
            Log = new StreamLog(options, _table, Node, TimeProvider.System);
            _writer = new LogWriter(Log, Node, this, TimeProvider.System, NullLogger<LogWriter>.Instance);
        }

        public TestDatabase Database { get; }

        public StreamsOptions Options { get; }

        public StreamNode Node { get; }

        public StreamLog Log { get; }

        public static async Task<Rig> CreateAsync(bool postgres, StreamsOptions? options = null) =>
            new(await TestDatabase.CreateAsync(postgres), options ?? new StreamsOptions { MemoryPerStream = 0 });

        public IStreamLog Open(string id) => Log.Open(new StreamInfo(id, "key", null, WireFormat.Chat, DateTimeOffset.UtcNow) { NeedsNoReader = true });

        public Reaper Reaper() => new(Options, this, new AccountStates(Database), Database.Commands, TimeProvider.System, NullLogger<Reaper>.Instance);

        public Task WriteAsync() => _writer.WriteAsync(Token);

        public async Task<string> ReadAsync(string id, long after = 0)
        {
            using var reader = await Log.FindAsync(id, Owner, Token);
            var text = new StringBuilder();
            while (true)
            {
                var piece = await reader!.ReadAsync(after, Token);
                foreach (var frame in piece.Frames) text.Append(Encoding.UTF8.GetString(frame.Span));
                after += piece.Frames.Count;
                if (piece.End != StreamEnd.Open) return text.ToString();
            }
        }

        public ParleyDbContext CreateDbContext() => Database.CreateDbContext();

        public void Dispose()
        {
            _writer.Dispose();
            Log.Dispose();
            Database.Dispose();
        }
    }
}
