using System.Text.Json;
using Parley.Chat.Context;
using Parley.Chat.Live;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams;
using Parley.Shared;

namespace Parley.Chat.Generations;

/// <summary>
/// The making of one answer, detached from whoever asked for it. What the model says goes to the log of streams, which makes it durable a few times a second, and to whoever looks
/// at once; finished blocks and the message's row are written beside it. The end is durable before it is told.
/// </summary>
internal sealed partial class GenerationRun(
    TurnBegun begun, Caller caller, Guid userId, IStreamLog log, LiveAnswer live, LiveAnswers answers, ContextBuilder contexts, ILlmClient pipeline, AnswerTable table, Drain drain, TimeProvider time, ILogger logger)
{
    private readonly AnswerFold _fold = new();
    private ContextMade? _context;
    private LlmRequest? _request;
    private UpstreamTarget? _target;

    /// <summary>Makes the answer; never throws.</summary>
    public async Task<AnswerEnd> RunAsync()
    {
        var recorder = new AnswerRecorder(live, log, answers, table, userId, time, logger);
        using var made = new CancellationTokenSource();
        var recording = recorder.RunAsync(made.Token);
        var end = await MakeAsync();
        await made.CancelAsync();
        await recording;
        await FinishAsync(end, recorder.Last());
        return end;
    }

    private async Task<AnswerEnd> MakeAsync()
    {
        try
        {
            return await PumpAsync(log.Unwanted);
        }
        catch (OperationCanceledException) when (log.Unwanted.IsCancellationRequested)
        {
            return AnswerEnd.Stopped;
        }
        catch (OperationCanceledException) when (drain.Over.IsCancellationRequested)
        {
            return AnswerEnd.Interrupted;
        }
        catch (GatewayFaultException refused)
        {
            return AnswerEnd.Failed(refused.Fault, live.Length > 0);
        }
        catch (Exception problem)
        {
            Broke(logger, problem, begun.GenerationId);
            return AnswerEnd.Broken(_request?.Id ?? begun.GenerationId.ToString());
        }
    }

    private async Task<AnswerEnd> PumpAsync(CancellationToken stopped)
    {
        // 1. Who looks is told that it begins.
        await log.AppendAsync(StreamFrames.Started(begun.GenerationId, begun.ConversationId, begun.MessageId, live.Length), stopped);

        // 2. What the model is given.
        _context = await contexts.BuildAsync(caller, userId, begun.ConversationId, begun.QuestionId, begun.Model, begun.PersonaId, begun.Continues, stopped);
        if (_context.Prompt is null) return AnswerEnd.Refused(_context.Refusal!);
        _request = LlmRequest.Of(caller, begun.Model, _context.Prompt, time, "chat", begun.IsAnew ? new CacheWish { IsNoStore = true } : null, Belongs());

        // 3. The pipeline, as for any caller.
        var answer = await pipeline.SendAsync(_request, stopped);
        await using (answer)
        {
            _target = answer.Target;
            if (answer.Fault is { } fault) return EndOf(fault);

            // 4. Step by step.
            while (await answer.MoveNextAsync(stopped))
            {
                await TakeAsync(answer.Events, stopped);
                if (_fold.Fault is { } broken) return EndOf(broken);
                if (live.Length > AnswerEnd.Longest) return AnswerEnd.TooLong;
            }

            _target = answer.Target ?? _target;
            return AnswerEnd.Complete(_fold.Finish, live.Length > 0 || _fold.Tools.Count > 0);
        }
    }

    private async ValueTask TakeAsync(EventBatch events, CancellationToken stopped)
    {
        var (text, reasoning, hasUsage, tools) = _fold.Take(events.Events);
        if (reasoning.Length > 0) await log.AppendAsync(StreamFrames.Reasoning(reasoning), stopped);
        if (text.Length > 0) await log.AppendAsync(StreamFrames.Delta(text), stopped);
        foreach (var tool in _fold.Tools.TakeLast(tools)) await log.AppendAsync(StreamFrames.Tool(tool), stopped);
        if (hasUsage) await log.AppendAsync(StreamFrames.Usage(_fold.Usage!), stopped);
        if (reasoning.Length > 0) live.AppendReasoning(reasoning);
        if (text.Length > 0) live.Append(text);
        if (text.Length > 0 || reasoning.Length > 0) answers.Grew(live);
    }

    /// <summary>The process ends: that is not the model's fault.</summary>
    private AnswerEnd EndOf(GatewayFault fault) => drain.Over.IsCancellationRequested ? AnswerEnd.Interrupted : AnswerEnd.Failed(fault, live.Length > 0);

    private async Task FinishAsync(AnswerEnd end, BlockData? last)
    {
        var (text, reasoning) = live.Read();
        var whole = new WholeAnswer(begun.GenerationId, begun.MessageId, begun.ConversationId, userId, end)
        {
            Last = last, Text = text, Reasoning = reasoning.Length > 0 ? reasoning : null, Provider = _target?.Upstream.Name, AnsweredBy = _target?.UpstreamModel, CostUsd = AnswerCost.Of(_target, _fold.Usage), RequestId = _request?.Id, InputTokens = _fold.Usage?.PromptTokens, OutputTokens = _fold.Usage?.CompletionTokens,
            PersonaId = _context?.Persona.Id, PersonaVersion = _context?.Persona.Version,
            Memories = _context?.Persona.Memories is { Count: > 0 } memories ? JsonSerializer.Serialize(memories.Select(m => m.Id), StrictJson.Options) : null,
            Context = _context?.Used is { } used ? JsonSerializer.Serialize(used, StrictJson.Options) : null,
            Tools = _fold.Tools.Count > 0 ? JsonSerializer.Serialize(_fold.Tools, StrictJson.Options) : null,
        };
        await table.FinishAsync(whole, live, drain.Over);
        answers.Remove(live);
        log.Complete(end.Status is Model.MessageStatus.Complete or Model.MessageStatus.Stopped
            ? StreamFrames.Done(begun.MessageId, end.FinishReason ?? "stop") : StreamFrames.Error(begun.MessageId, end.HttpStatus, end.Problem ?? ""));
    }

    /// <summary>What a kept answer goes with.</summary>
    private List<string> Belongs() => _context!.Persona.Id is { } persona ? [$"conversation:{begun.ConversationId}", $"persona:{persona}"] : [$"conversation:{begun.ConversationId}"];

    [LoggerMessage(Level = LogLevel.Error, Message = "The answer {Generation} broke.")]
    private static partial void Broke(ILogger logger, Exception problem, Guid generation);
}
