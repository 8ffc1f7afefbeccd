using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Chat.Memory;

/// <summary>What memories and questions mean, by the model in force. Its calls are metered like any other, for whoever asks.</summary>
internal sealed partial class MemoryVectors(IDbContextFactory<ParleyDbContext> databases, MemoryOptions options, ILlmClient pipeline, TimeProvider time, ILogger<MemoryVectors> logger)
{
    private const string Tags = "chat,memory";

    /// <summary>So that one request stays within what any vendor takes at once.</summary>
    private const int MostAtOnce = 32;

    /// <summary>Of a question: its beginning and its end. Small models embed no more than some hundred words.</summary>
    private const int MostOfQuestion = 1_000;

    /// <summary>A late answer is still paid for, so it may come to its end; but not wait for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>What is asked means; null when that is not known in time.</summary>
    public async Task<byte[]?> OfQuestionAsync(Caller caller, Route model, string said, CancellationToken cancellationToken)
    {
        var text = said.Length <= 2 * MostOfQuestion ? said : said[..MostOfQuestion] + " " + said[^MostOfQuestion..];
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return (await AskAsync(caller, model, [text], CancellationToken.None).WaitAsync(options.Patience, time, cancellationToken))?[0];
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // The answer is worth more.
            Failed(logger, model.Model, problem.GetBaseException().Message);
            return null;
        }
    }

    /// <summary>What is kept of a persona's memories, by their ids.</summary>
    public static Task<Dictionary<Guid, byte[]>> ReadAsync(ParleyDbContext db, Guid userId, Guid personaId, Route model, CancellationToken cancellationToken) =>
        Known(db, userId, personaId, MemoryModel.KeyOf(model)).ToDictionaryAsync(v => v.MemoryId, v => v.Values, cancellationToken);

    /// <summary>Finds out what those memories mean of which it is not known. Ends when the model fails: the next answer goes on.</summary>
    public async Task FillAsync(Caller caller, Route model, Guid userId, Guid personaId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = Known(db, userId, personaId, MemoryModel.KeyOf(model)).Select(v => v.MemoryId);
        var missing = await MemoryStore.Of(db, userId, personaId).Where(m => m.State == MemoryState.Active && !known.Contains(m.Id)).OrderByDescending(m => m.Id).Select(m => new { m.Id, m.Text, m.TextKey }).ToListAsync(cancellationToken);
        foreach (var some in missing.Chunk(MostAtOnce))
        {
            if (await AskAsync(caller, model, [.. some.Select(m => m.Text)], cancellationToken) is not { } vectors) return;
            await KeepAsync(userId, [.. some.Zip(vectors, (m, values) => new MemoryVector { MemoryId = m.Id, TextKey = m.TextKey, Model = MemoryModel.KeyOf(model), Values = values })], cancellationToken);
        }
    }

    private static IQueryable<MemoryVector> Known(ParleyDbContext db, Guid userId, Guid personaId, string model) =>
        from v in db.Set<MemoryVector>().AsNoTracking()
        join m in db.Set<MemoryRow>() on v.MemoryId equals m.Id
        where m.UserId == userId && m.PersonaId == personaId && v.Model == model && v.TextKey == m.TextKey
        select v;

    private async Task<byte[][]?> AskAsync(Caller caller, Route model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, longest.Token);
        try
        {
            var vectors = await pipeline.EmbedAsync(LlmRequest.ToEmbed(caller, model.Model, texts, time, Tags), texts.Count, limit.Token);
            return vectors?.Select(v => Meaning.Of(v)).ToArray();
        }
        catch (Exception problem) when (problem is GatewayFaultException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private Task<int> KeepAsync(Guid userId, MemoryVector[] vectors, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        var ids = vectors.Select(v => v.MemoryId).ToList();
        await db.Set<MemoryVector>().Where(v => ids.Contains(v.MemoryId)).ExecuteDeleteAsync(cancellationToken);
        // What was forgotten meanwhile has no meaning.
        var there = await db.Set<MemoryRow>().Where(m => m.UserId == userId && ids.Contains(m.Id)).Select(m => m.Id).ToListAsync(cancellationToken);
        db.AddRange(vectors.Where(v => there.Contains(v.MemoryId)));
        return (await db.SaveChangesAsync(cancellationToken), true);
    }, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Memories were chosen by their words: {Model} could not be asked ({Problem}).")]
    private static partial void Failed(ILogger logger, string model, string problem);
}
