using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Chat.Transfer;
using Parley.Tests.Providers;

namespace Parley.Tests.Chat.Transfer;

public sealed class ExporterTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A query that stays open keeps SQLite from ever emptying its log of what was written.</summary>
    [Fact]
    public async Task A_slow_reader_holds_nothing_of_the_database()
    {
        var stage = await stages.OnAsync(false);
        var me = Guid.CreateVersion7();
        var id = await stage.ConversationAsync(me, "Long");
        for (var i = 0; i < 3; i++) await stage.SayAsync(me, id, new string('x', 40_000));
        await using var db = await stage.Databases.CreateDbContextAsync(Token);
        var conversation = await db.Set<Conversation>().AsNoTracking().SingleAsync(c => c.Id == id, Token);
        await using var slow = new SlowStream();
        var exporting = stage.Get<Exporter>().WriteOneAsync(slow, conversation, ExportFormat.Json, Token);
        await slow.Begun.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await stage.SayAsync(me, id, "said meanwhile");
        await Eventually.TrueAsync(() => IsEmptiedAsync(db));
        slow.Release();
        await exporting;
        Assert.True(JsonElement.Parse(slow.ToArray())[0].GetProperty("messages").GetArrayLength() >= 3);
    }

    [Fact]
    public async Task All_messages_of_a_long_conversation_are_in_it_once_and_in_order()
    {
        var stage = await stages.OnAsync(false);
        var me = Guid.CreateVersion7();
        var id = await stage.ConversationAsync(me, "Many");
        List<Guid> said = [];
        for (var i = 0; i < 101; i++) said.Add(await stage.SayAsync(me, id, $"{i}"));
        var export = await stage.OkAsync(me, "GET", $"conversations/{id}/export?format=json");
        Assert.Equal(said, export[0].GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("id").GetGuid()));
    }

    private static async Task<bool> IsEmptiedAsync(DbContext db)
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var row = await command.ExecuteReaderAsync(Token);
        return await row.ReadAsync(Token) && row.GetInt64(0) == 0;
    }

    /// <summary>A client that takes nothing until it is released.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously), _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void Release() => _released.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _begun.TrySetResult();
            await _released.Task.WaitAsync(cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
