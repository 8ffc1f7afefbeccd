using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Chat.Generations;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Streams.Model;

namespace Parley.Tests.Chat.Generations;

/// <summary>Answers whose process is gone: what was durable is kept, and the person is told.</summary>
public sealed class DeadAnswerTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_durable_of_a_dead_answer_is_kept(bool postgres)
    {
        await using var stage = await ChatStage.StartAsync(postgres);
        var person = ChatStage.NewPerson();
        using var client = stage.Person(person);
        var old = DateTimeOffset.UtcNow.AddMinutes(-5);
        // The log knows more than the message's row, as it does when a process is killed; and another one has no log at all any more.
        var (conversation, logged) = await DeadAsync(stage, person, old, "One. T", ["One. ", "Two. ", "Thr"]);
        var (_, bare) = await DeadAsync(stage, person, old, "Only the row", null);
        var alive = postgres ? (await DeadAsync(stage, person, DateTimeOffset.UtcNow, "Somebody makes it", null)).Answer : Guid.Empty;
        var keeper = new GenerationKeeper(stage.Get<AnswerTable>(), stage.Get<GenerationNode>(), stage.Get<IStreamStore>(), stage.Get<DatabaseOptions>(), TimeProvider.System, NullLogger<GenerationKeeper>.Instance);
        await keeper.ReapAsync(TestContext.Current.CancellationToken);
        await using var db = stage.Db();
        var messages = await db.Set<Message>().ToDictionaryAsync(m => m.Id, TestContext.Current.CancellationToken);
        Assert.Equal(("One. Two. Thr", MessageStatus.Interrupted), (messages[logged].Text, messages[logged].Status));
        Assert.Equal(("Only the row", MessageStatus.Interrupted), (messages[bare].Text, messages[bare].Status));
        Assert.Contains("kept", messages[logged].Problem, StringComparison.Ordinal);
        if (postgres) Assert.Equal(MessageStatus.Streaming, messages[alive].Status);
        Assert.Equal(2, await db.Set<FeedEvent>().CountAsync(e => e.UserId == person && e.Kind == "message", TestContext.Current.CancellationToken));

        // It can be asked for again.
        var again = await client.SendAsync($"/api/v1/conversations/{conversation}/messages/{logged}/continue", new { model = "chat/n3" }, System.Net.HttpStatusCode.Created);
        var rest = await client.PickUpAsync(again.GetProperty("streamId").GetString()!);
        Assert.Equal(13, rest[0].Data.GetProperty("offset").GetInt32());
    }

    private static async Task<(Guid Conversation, Guid Answer)> DeadAsync(ChatStage stage, Guid person, DateTimeOffset alive, string row, string[]? logged)
    {
        await using var db = stage.Db();
        var now = DateTimeOffset.UtcNow;
        var (conversation, question, answer, generation) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        db.Add(new Conversation { Id = conversation, UserId = person, Title = "", HeadId = answer, CreatedAt = now, UpdatedAt = now });
        db.Add(new Message { Id = question, ConversationId = conversation, UserId = person, Role = MessageRole.User, Text = "Go", Status = MessageStatus.Complete, CreatedAt = now });
        db.Add(new Message { Id = answer, ConversationId = conversation, UserId = person, ParentId = question, Role = MessageRole.Assistant, Text = row, Status = MessageStatus.Streaming, CreatedAt = now });
        db.Add(new Generation { Id = generation, UserId = person, ConversationId = conversation, MessageId = answer, Node = "gone", CreatedAt = alive, AliveAt = alive });
        if (logged is not null)
        {
            db.Add(new LoggedStream { Id = generation.ToString(), Owner = "user:" + person, Format = "", IsNumbered = true, CreatedAt = alive, Node = "gone", AliveAt = alive });
            byte[][] frames = [StreamFrames.Started(generation, conversation, answer, 0).ToArray(), .. logged.Select(t => StreamFrames.Delta(t).ToArray())];
            db.Add(new LoggedFrames { StreamId = generation.ToString(), First = 1, Count = frames.Length, Bytes = Parley.Streams.Log.FrameCodec.Write(frames) });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return (conversation, answer);
    }
}
