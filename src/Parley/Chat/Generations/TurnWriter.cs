using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Generations;

/// <summary>One turn within its transaction.</summary>
internal sealed class TurnWriter(ParleyDbContext db, TurnWanted wanted, GenerationNode node, Feed feed, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();

    public async Task<(TurnBegun? Begun, TurnRefusal? Refusal)> WriteAsync(Func<Conversation?, string> modelFor, CancellationToken cancellationToken)
    {
        // 1. One turn after the other: whoever writes the conversation's row holds it until the commit.
        var mine = db.Set<Conversation>().Where(c => c.Id == wanted.ConversationId && c.UserId == wanted.UserId && c.DeletedAt == null);
        if (wanted.ConversationId is not null) await mine.ExecuteUpdateAsync(c => c.SetProperty(x => x.Version, x => x.Version), cancellationToken);

        // 2. A send that was repeated.
        if (await RepeatedAsync(cancellationToken) is { } repeated) return repeated;

        // 3. Where it goes.
        var conversation = wanted.ConversationId is null ? null : await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (conversation is null && wanted.ConversationId is not null) return (null, TurnRefusal.NoConversation);
        var model = modelFor(conversation);

        // 4. What it follows, or what of it there is.
        var place = await PlaceAsync(conversation, cancellationToken);
        if (place.Refusal is not null) return (null, place.Refusal);

        // 5. The rows.
        conversation ??= Create();
        var question = wanted.Kind is TurnKind.Send or TurnKind.Edit ? await AddQuestionAsync(conversation, place.ParentId, place.Replaced, cancellationToken) : null;
        var answer = place.Answer ?? AddAnswer(conversation, question?.Id ?? place.ParentId, model);
        var begun = new TurnBegun(Guid.CreateVersion7(_now), conversation.Id, answer.Id, wanted.Kind == TurnKind.Continue ? answer.Id : answer.ParentId!.Value, IsNew: true)
        {
            Model = model, Text = answer.Text, Reasoning = answer.Reasoning ?? "", PersonaId = wanted.PersonaId, IsAnew = wanted.Kind is TurnKind.Regenerate or TurnKind.Continue, Continues = wanted.Kind == TurnKind.Continue && answer.Text.Length > 0,
        };
        if (begun is { Continues: false } && wanted.Kind == TurnKind.Continue) begun = begun with { QuestionId = answer.ParentId ?? answer.Id };
        db.Add(new Generation
        {
            Id = begun.GenerationId, UserId = wanted.UserId, ConversationId = conversation.Id, MessageId = answer.Id, IdempotencyKey = wanted.IdempotencyKey, Node = node.Name, CreatedAt = _now, AliveAt = _now,
        });
        await db.SaveChangesAsync(cancellationToken);
        var files = question is null ? [] : (await FileOfMessage.OfMessagesAsync(db, wanted.UserId, [question.Id], cancellationToken))[question.Id];
        await MoveAsync(conversation, answer.Id, place.ExpectsHead, Titles.Of(wanted.Text) is { Length: > 0 } words ? words : Titles.Of(files.FirstOrDefault()?.Name ?? ""), cancellationToken);

        // 6. What everybody who looks is told.
        if (question is not null) await feed.AppendAsync(db, wanted.UserId, "message", MessageShown.Of(question, files), cancellationToken);
        await feed.AppendAsync(db, wanted.UserId, "message", MessageShown.Of(answer, []), cancellationToken);
        var row = await db.Set<Conversation>().AsNoTracking().SingleAsync(c => c.Id == conversation.Id, cancellationToken);
        await feed.AppendAsync(db, wanted.UserId, "conversation", ConversationShown.Of(row), cancellationToken);
        return (begun, null);
    }

    private async Task<(TurnBegun?, TurnRefusal?)?> RepeatedAsync(CancellationToken cancellationToken)
    {
        if (wanted.IdempotencyKey is not { } key) return null;
        var known = await db.Set<Generation>().AsNoTracking().SingleOrDefaultAsync(g => g.UserId == wanted.UserId && g.IdempotencyKey == key, cancellationToken);
        if (known is null) return null;
        var answer = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == known.MessageId, cancellationToken);
        var question = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == answer.ParentId, cancellationToken);
        var isSame = (wanted.ConversationId is null || wanted.ConversationId == known.ConversationId)
            && (wanted.Kind is not (TurnKind.Send or TurnKind.Edit) || question?.Text == wanted.Text) && (wanted.Kind != TurnKind.Continue || wanted.MessageId == answer.Id);
        return isSame ? (new TurnBegun(known.Id, known.ConversationId, answer.Id, answer.ParentId ?? answer.Id, IsNew: false) { Model = answer.Model ?? "" }, null) : (null, TurnRefusal.KeyReused);
    }

    private async Task<Place> PlaceAsync(Conversation? conversation, CancellationToken cancellationToken)
    {
        if (conversation is null) return new Place(null);
        var named = wanted.Kind == TurnKind.Send ? wanted.ParentId ?? conversation.HeadId : wanted.MessageId;
        if (named is null) return new Place(null, ExpectsHead: true);
        var message = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == named && m.ConversationId == conversation.Id && m.UserId == wanted.UserId, cancellationToken);
        if (message is null) return wanted.Kind == TurnKind.Send && wanted.ParentId is not null ? new Place(null, Refusal: TurnRefusal.NoParent) : new Place(null, Refusal: TurnRefusal.NoMessage);
        return wanted.Kind switch
        {
            TurnKind.Send when message.Status == MessageStatus.Streaming => new Place(null, Refusal: TurnRefusal.Busy),
            TurnKind.Send => new Place(message.Id, ExpectsHead: wanted.ParentId is null),
            TurnKind.Edit when message.Role != MessageRole.User => new Place(null, Refusal: new TurnRefusal(StatusCodes.Status409Conflict, "Only what a person said can be edited. Nothing was sent to a model.")),
            TurnKind.Edit => new Place(message.ParentId, Replaced: message.Id),
            _ when message.Status == MessageStatus.Streaming => new Place(null, Refusal: TurnRefusal.Busy),
            TurnKind.Regenerate when message.Role == MessageRole.User => await AnsweredAsync(message.Id, cancellationToken),
            TurnKind.Regenerate => message.ParentId is { } question ? await AnsweredAsync(question, cancellationToken) : new Place(null, Refusal: new TurnRefusal(StatusCodes.Status409Conflict, "This answer answers nothing, so there is nothing to answer anew.")),
            _ => await ContinuedAsync(message, cancellationToken),
        };
    }

    /// <summary>One answer at a time: a second click is no second wish.</summary>
    private async Task<Place> AnsweredAsync(Guid question, CancellationToken cancellationToken) =>
        await db.Set<Message>().AnyAsync(m => m.ParentId == question && m.Status == MessageStatus.Streaming, cancellationToken) ? new Place(null, Refusal: TurnRefusal.Busy) : new Place(question);

    private async Task<Place> ContinuedAsync(Message answer, CancellationToken cancellationToken)
    {
        if (answer.Role != MessageRole.Assistant) return new Place(null, Refusal: new TurnRefusal(StatusCodes.Status409Conflict, "Only an answer can be gone on with."));
        if (await db.Set<Message>().AnyAsync(m => m.ParentId == answer.Id, cancellationToken))
            return new Place(null, Refusal: new TurnRefusal(StatusCodes.Status409Conflict, "The conversation went on behind this answer, so it stays as it is."));
        var rows = await db.Set<Message>().Where(m => m.Id == answer.Id && m.Status != MessageStatus.Streaming).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Status, MessageStatus.Streaming).SetProperty(x => x.Problem, (string?)null).SetProperty(x => x.FinishReason, (string?)null).SetProperty(x => x.CompletedAt, (DateTimeOffset?)null), cancellationToken);
        if (rows == 0) return new Place(null, Refusal: TurnRefusal.Busy);
        return new Place(answer.ParentId, Answer: await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == answer.Id, cancellationToken));
    }

    private Conversation Create()
    {
        var made = new Conversation
        {
            Id = Guid.CreateVersion7(_now), UserId = wanted.UserId, Title = Titles.Of(wanted.Text), PersonaId = wanted.PersonaId, Model = wanted.Model, Parameters = ChatParameters.Write(wanted.Parameters), CreatedAt = _now, UpdatedAt = _now,
        };
        db.Add(made);
        return made;
    }

    private async Task<Message> AddQuestionAsync(Conversation conversation, Guid? parentId, Guid? replaced, CancellationToken cancellationToken)
    {
        var question = new Message
        {
            Id = Guid.CreateVersion7(_now), ConversationId = conversation.Id, UserId = wanted.UserId, ParentId = parentId, Role = MessageRole.User, Text = wanted.Text, Status = MessageStatus.Complete,
            CreatedAt = _now, CompletedAt = _now,
        };
        db.Add(question);
        var files = replaced is { } old ? await FilesAsync(old, cancellationToken) : wanted.FileIds;
        for (var place = 0; place < files.Count; place++) db.Add(new MessageFile { MessageId = question.Id, FileId = files[place], Place = place });
        return question;
    }

    private Message AddAnswer(Conversation conversation, Guid? questionId, string model)
    {
        // A millisecond behind its question: ids sort by time.
        var answer = new Message
        {
            Id = Guid.CreateVersion7(_now.AddMilliseconds(1)), ConversationId = conversation.Id, UserId = wanted.UserId, ParentId = questionId, Role = MessageRole.Assistant, Text = "",
            Status = MessageStatus.Streaming, Model = model, CreatedAt = _now,
        };
        db.Add(answer);
        return answer;
    }

    /// <summary>The branch with the new answer is the one that is shown. Whoever expected another end of it was not the only one who wrote.</summary>
    private async Task MoveAsync(Conversation conversation, Guid head, bool expectsHead, string firstTitle, CancellationToken cancellationToken)
    {
        var expected = conversation.HeadId;
        var title = conversation.Title.Length > 0 || conversation.IsTitled ? conversation.Title : firstTitle;
        var moved = await db.Set<Conversation>().Where(c => c.Id == conversation.Id && c.DeletedAt == null && (!expectsHead || c.HeadId == expected)).ExecuteUpdateAsync(c => c
            .SetProperty(x => x.HeadId, head).SetProperty(x => x.UpdatedAt, _now).SetProperty(x => x.Version, x => x.Version + 1).SetProperty(x => x.Draft, x => wanted.Kind == TurnKind.Send ? "" : x.Draft)
            .SetProperty(x => x.DraftFiles, x => wanted.Kind == TurnKind.Send ? null : x.DraftFiles)
            .SetProperty(x => x.Title, x => x.Title == "" ? title : x.Title).SetProperty(x => x.Model, x => wanted.Model ?? x.Model).SetProperty(x => x.PersonaId, x => wanted.PersonaId ?? x.PersonaId), cancellationToken);
        if (moved == 0) throw new TurnConflictException();
    }

    private async Task<IReadOnlyList<Guid>> FilesAsync(Guid messageId, CancellationToken cancellationToken) =>
        await db.Set<MessageFile>().Where(f => f.MessageId == messageId).OrderBy(f => f.Place).Select(f => f.FileId).ToListAsync(cancellationToken);

    /// <param name="ParentId">What the new message follows, or what is answered.</param>
    /// <param name="ExpectsHead">It follows the end of the branch that is shown, and only that.</param>
    /// <param name="Replaced">The message that is edited.</param>
    /// <param name="Answer">The answer that is gone on with.</param>
    /// <param name="Refusal">Why not.</param>
    private sealed record Place(Guid? ParentId, bool ExpectsHead = false, Guid? Replaced = null, Message? Answer = null, TurnRefusal? Refusal = null);
}
