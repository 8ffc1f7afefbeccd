using System.Text.Json;
using Parley.Chat.Transfer;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Transfer;

/// <summary>What a person may import, all together.</summary>
[Trait("Pace", "slow")]
public sealed class ImportRoomTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_finds_no_room_is_told_and_everything_else_is_kept(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        stage.Get<ImportOptions>().MaxBytesPerPerson = 20_000;
        var (me, you) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (first, second, third, small) = (Conversation("first", 9_000), Conversation("second", 9_000), Conversation("third", 9_000), Conversation("small", 100));
        var report = await ImportAsync(stage, me, first, second, third, small);
        Assert.Equal((3, 1, false), (report.GetProperty("added").GetInt32(), report.GetProperty("failed").GetInt32(), report.GetProperty("complete").GetBoolean()));
        var problem = Assert.Single(report.GetProperty("problems").EnumerateArray());
        Assert.Equal((3, "third"), (problem.GetProperty("conversation").GetInt32(), problem.GetProperty("title").GetString()));
        Assert.Contains("may take 19 KB together", problem.GetProperty("problem").GetString(), StringComparison.Ordinal);
        // Another import of the same person finds what the first one took; what is here already needs no room; other people have their own.
        report = await ImportAsync(stage, me, first, third);
        Assert.Equal((1, 1), (report.GetProperty("unchanged").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.Equal(1, (await ImportAsync(stage, you, third)).GetProperty("added").GetInt32());
        // What is said here is not imported.
        await stage.SayAsync(me, await stage.ConversationAsync(me), new string('x', 30_000));

        var id = (await stage.OkAsync(me, "GET", "conversations")).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("title").GetString() == "first").GetProperty("id").GetString();
        // In the bin it takes as much as before.
        await stage.OkAsync(me, "DELETE", $"conversations/{id}");
        Assert.Equal(1, (await ImportAsync(stage, me, third)).GetProperty("failed").GetInt32());
        await stage.OkAsync(me, "DELETE", $"conversations/{id}?permanent=true");
        Assert.Equal(1, (await ImportAsync(stage, me, third)).GetProperty("added").GetInt32());
    }

    /// <summary>A later file of the same conversation takes what is new in it.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_conversation_that_grew_needs_room_for_what_is_new(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        stage.Get<ImportOptions>().MaxBytesPerPerson = 20_000;
        var (me, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // Two bytes a letter.
        Assert.Equal(1, (await ImportAsync(stage, me, Conversation("it", 4_000, id, 'é'))).GetProperty("added").GetInt32());
        Assert.Equal(1, (await ImportAsync(stage, me, Conversation("it", 4_000, id, 'é', messages: 3))).GetProperty("failed").GetInt32());
        Assert.Equal(1, (await ImportAsync(stage, me, Conversation("it", 4_000, id, 'é', messages: 2))).GetProperty("updated").GetInt32());
    }

    private static Task<JsonElement> ImportAsync(ConversationStage stage, Guid person, params string[] conversations) =>
        stage.OkAsync(person, "POST", "conversations/import", $"[{string.Join(',', conversations)}]");

    private static string Conversation(string title, int characters, Guid? id = null, char letter = 'x', int messages = 1) => JsonSerializer.Serialize(new
    {
        format = "parley.conversation.v1", id = id ?? Guid.CreateVersion7(), title,
        messages = Enumerable.Range(1, messages).Select(i => new { id = i.ToString(System.Globalization.CultureInfo.InvariantCulture), role = "user", text = new string(letter, characters) }),
    });
}
