using System.Collections.Concurrent;
using Parley.Chat.Context;
using Parley.Chat.Live;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;
using Parley.Identity;

namespace Parley.Chat.Generations;

/// <summary>Begins turns, and holds the answers that this process makes.</summary>
internal sealed partial class AnswerMaker(
    TurnStore turns, IStreamStore streams, LiveAnswers answers, ContextBuilder contexts, ILlmClient pipeline, AnswerTable table, Afterwards afterwards, IPersonaSource personas, MemoryNotes notes, IAttachedFiles files, PreferenceStore preferences,
    IRouteSource routes, Drain drain, TimeProvider time, ILogger<GenerationRun> logger) : IHostedService, IDisposable
{
    /// <summary>Answers of one person at the same time, on one node.</summary>
    public const int MostPerPerson = 32;

    /// <summary>The model that is asked where nobody named one: a route that is there wherever a model is.</summary>
    private const string UsualModel = "auto";

    private readonly ConcurrentDictionary<Guid, RunningGeneration> _running = [];
    private readonly ConcurrentDictionary<Task, bool> _after = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>An answer that this process makes; null when it does not.</summary>
    public RunningGeneration? Find(Guid generationId) => _running.GetValueOrDefault(generationId);

    /// <summary>Writes a turn and starts its answer, or says why not. A reader of the stream from its beginning comes with it where it is made here.</summary>
    public async Task<(TurnBegun? Begun, RunningGeneration? Running, TurnRefusal? Refusal)> BeginAsync(TurnWanted wanted, Caller caller, CancellationToken cancellationToken)
    {
        if (answers.Of(wanted.UserId).Length >= MostPerPerson)
            return (null, null, new TurnRefusal(StatusCodes.Status429TooManyRequests, $"{MostPerPerson} answers are being made for you already. Wait for some of them, or stop them. Nothing was sent to a model."));
        if (wanted.Model is { } named && !await IsServedAsync(named, cancellationToken))
            return (null, null, TurnRefusal.Invalid("model", "names no model that is served here; GET /api/v1/chat/models lists them"));
        if (await files.RefuseAsync(wanted.UserId, wanted.FileIds, cancellationToken) is { } refused) return (null, null, refused == IAttachedFiles.NotThere ? TurnRefusal.NoFile : TurnRefusal.Invalid("fileIds", refused));
        var personaId = wanted.PersonaId ?? await turns.PersonaOfAsync(wanted.UserId, wanted.ConversationId, cancellationToken);
        var persona = wanted.Model is null || wanted.PersonaId is not null ? await personas.FindAsync(wanted.UserId, personaId, null, cancellationToken) : PersonaInUse.None;
        if (wanted.PersonaId is not null && persona.Id != wanted.PersonaId) return (null, null, TurnRefusal.NoPersona);
        var usual = wanted.Model is null && persona.Model is null ? await UsualModelAsync(wanted.UserId, cancellationToken) : UsualModel;
        var (begun, refusal) = await turns.BeginAsync(wanted, ModelFor, cancellationToken);
        if (begun is null) return (null, null, refusal);
        return (begun, begun.IsNew ? Start(begun, caller, wanted, personaId) : Find(begun.GenerationId), null);

        string ModelFor(Conversation? conversation) => wanted.Model ?? conversation?.Model ?? persona.Model ?? usual;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The end of the process waits for answers as it waits for connections; titles and summaries are left to the next answer.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([.. _running.Values.Select(r => r.Ended), .. _after.Keys]).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private RunningGeneration Start(TurnBegun begun, Caller caller, TurnWanted wanted, Guid? personaId)
    {
        var userId = wanted.UserId;
        var log = streams.Open(new StreamInfo(begun.GenerationId.ToString(), caller.KeyId, caller.UserId, null, time.GetUtcNow()) { IsNumbered = true, NeedsNoReader = true });
        var live = new LiveAnswer(userId, begun.ConversationId, begun.MessageId, begun.GenerationId, begun.Text, begun.Reasoning);
        var run = new GenerationRun(begun, caller, userId, log, live, answers, contexts, pipeline, table, drain, time, logger);
        var ended = new TaskCompletionSource<AnswerEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new RunningGeneration(userId, log, live, ended.Task);
        _running[begun.GenerationId] = running;
        answers.Add(live);
        _ = Task.Run(async () =>
        {
            var end = AnswerEnd.Broken(begun.GenerationId.ToString());
            try
            {
                if (wanted.Kind is TurnKind.Send or TurnKind.Edit) await notes.NoteAsync(userId, personaId, wanted.Text, begun.QuestionId, CancellationToken.None);
                end = await run.RunAsync();
                if (end.Status == MessageStatus.Complete) Follow(afterwards.RunAsync(caller, userId, begun.ConversationId, begun.MessageId, begun.Model, _stopping.Token));
            }
            catch (Exception problem)
            {
                Broke(logger, problem, begun.GenerationId);
            }
            finally
            {
                // Whatever happened: who waits for it goes on, and its place is free.
                answers.Remove(live);
                _running.TryRemove(begun.GenerationId, out _);
                ended.SetResult(end);
            }
        }, CancellationToken.None);
        return running;
    }

    private void Follow(Task after)
    {
        _after[after] = true;
        _ = after.ContinueWith(over => _after.TryRemove(over, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>What the person chose to begin with, as long as somebody serves it.</summary>
    private async Task<string> UsualModelAsync(Guid userId, CancellationToken cancellationToken) =>
        (await preferences.ReadAsync(userId, cancellationToken)).DefaultModel is { } chosen && await IsServedAsync(chosen, cancellationToken) ? chosen : UsualModel;

    private async ValueTask<bool> IsServedAsync(string model, CancellationToken cancellationToken)
    {
        if (routes.Current.Find(model) is not null) return true;
        await routes.RefreshAsync(cancellationToken);
        return routes.Current.Find(model) is not null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The answer {Generation} was not brought to its end.")]
    private static partial void Broke(ILogger logger, Exception problem, Guid generation);
}
