using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>What the gateway does for requests of the Responses format beside answering them: goes on from earlier responses, keeps
/// responses, and makes them in the background.</summary>
internal sealed class ResponseTurns(
    IResponseStore store, IRouteSource routes, IStreamStore streams, DetachedRuns runs, StreamReplay replay, ClientPatience client, ILogger<ResponseKeeper> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), FirstLook = TimeSpan.FromMilliseconds(500);

    private static readonly GatewayFault NotKept = new(FaultKind.Unavailable, "Parley cannot keep responses at the moment. Nothing was sent to a model; try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    private readonly ResponseChain _chain = new(store);
    private readonly ItemReferences _references = new(store);

    /// <summary>Makes a request ready. Throws <see cref="GatewayFaultException"/> (400) for what cannot be done.</summary>
    public async ValueTask<ResponseTurn> PrepareAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        var facts = ResponseFacts.Read(request.Body.Span);
        if (facts.IsBackground) request = request.WithOwnBody();
        if (facts is { IsBackground: true, IsStored: false }) throw GatewayFaultException.Invalid("A response in the background has to be stored: leave 'store' out, or set it to true.", "store");
        (request, facts) = await ReferAsync(request, facts, cancellationToken).ConfigureAwait(false);
        var input = request.Body[facts.Input];
        var stored = facts.IsStored ? Stored(request, facts, input) : null;
        var asked = request;
        if (facts.PreviousId is { } previousId) request = await GoOnAsync(request, facts, previousId, input, cancellationToken).ConfigureAwait(false);
        var hidden = ReferenceEquals(request, asked) ? null : facts.PreviousId;
        return new ResponseTurn(facts.IsBackground ? Streamed(request) : request, stored, facts.IsBackground, hidden);
    }

    /// <summary>Makes a request ready that gets no response, so that there is nothing to keep: what counts tokens, or compacts. Throws as <see cref="PrepareAsync"/> does.</summary>
    public async ValueTask<LlmRequest> WriteOutAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        (request, var facts) = await ReferAsync(request, ResponseFacts.Read(request.Body.Span), cancellationToken).ConfigureAwait(false);
        return facts.PreviousId is { } previousId ? await GoOnAsync(request, facts, previousId, request.Body[facts.Input], cancellationToken).ConfigureAwait(false) : request;
    }

    /// <summary>Who keeps the answer to a turn, and mends it; null when there is nothing to do.</summary>
    public ResponseKeeper? KeeperOf(ResponseTurn turn) => turn.Stored is null && turn.PreviousId is null ? null : new ResponseKeeper(turn, store, logger);

    /// <summary>Begins a turn in the background, and answers with what there is: the response that is to come, or its stream.</summary>
    public async Task BeginAsync(HttpContext context, IDialect dialect, ResponseTurn turn, bool asStream)
    {
        var request = turn.Request;
        if (runs.Refuse(request) is { } refusal) throw new GatewayFaultException(refusal);
        var stored = turn.Stored! with { Id = ResponseOutput.IdOf(request.Id), StreamId = request.Id, Body = Queued(request) };
        var log = streams.Open(new StreamInfo(request.Id, request.Caller.KeyId, request.Caller.UserId, WireFormat.Responses, request.At) { NeedsNoReader = true });
        try
        {
            // Both before its name is told: whoever asks for it next may ask another process.
            await log.WhenKnownAsync(context.RequestAborted).WaitAsync(Patience, context.RequestAborted).ConfigureAwait(false);
            await store.SaveAsync(stored, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            log.Complete();
            if (problem is IOException or TimeoutException) throw new GatewayFaultException(NotKept);
            throw;
        }

        using var reader = log.Read();
        var run = runs.Start(request, dialect, log, isNumbered: false, KeeperOf(turn with { Stored = stored }));
        await LookAsync(context, run, stored).ConfigureAwait(false);
        if (asStream)
        {
            await replay.RunAsync(context, reader, 0).ConfigureAwait(false);
            return;
        }

        await WriteAsync(context, stored.Body, request.Id).ConfigureAwait(false);
    }

    /// <summary>What fails at once (a model that there is not, a request that no vendor takes) is refused at once, and what is known at once is told.</summary>
    private async Task LookAsync(HttpContext context, DetachedRun run, StoredResponse stored)
    {
        await ((Task)run.Start).WaitAsync(FirstLook, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!run.Start.IsCompletedSuccessfully) return;
        var start = await run.Start.ConfigureAwait(false);
        foreach (var header in start.Headers) context.Response.Headers[header.Key] = header.Value;
        if (start.Fault is not { } fault) return;
        await store.DeleteAsync(stored.Id, run.Caller, context.RequestAborted).ConfigureAwait(false);
        throw new GatewayFaultException(fault);
    }

    /// <summary>Answers with a response object.</summary>
    public async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string requestId)
    {
        WireErrors.NameRequest(context.Response.Headers, WireFormat.Responses, requestId);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await client.WriteAsync(context, body, context.RequestAborted).ConfigureAwait(false);
    }

    private static StoredResponse Stored(LlmRequest request, ResponseFacts facts, ReadOnlyMemory<byte> input) => new()
    {
        Id = "", KeyId = request.Caller.KeyId, UserId = request.Caller.UserId, CreatedAt = request.At, PreviousId = facts.PreviousId,
        Input = input.IsEmpty ? "[]"u8.ToArray() : input,
    };

    /// <summary>Items that are only named stand there themselves.</summary>
    private async ValueTask<(LlmRequest Request, ResponseFacts Facts)> ReferAsync(LlmRequest request, ResponseFacts facts, CancellationToken cancellationToken)
    {
        if (await _references.WriteOutAsync(request.Body[facts.Input], request.Caller, cancellationToken).ConfigureAwait(false) is not { } whole) return (request, facts);
        request = Rewritten(request, facts.Rewrite(request.Body.Span, ("input", whole)));
        return (request, ResponseFacts.Read(request.Body.Span));
    }

    /// <summary>The vendor that has the earlier response itself is left to go on from it; for all others the conversation is written out.</summary>
    private async ValueTask<LlmRequest> GoOnAsync(LlmRequest request, ResponseFacts facts, string previousId, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        // Also where the vendor would find it: whoever guesses an id must not get at another caller's conversation.
        if (previousId.Length > 200 || previousId.Any(char.IsControl)) throw ResponseChain.Missing(previousId);
        var previous = await store.FindAsync(previousId, request.Caller, cancellationToken).ConfigureAwait(false) ?? throw ResponseChain.Missing(previousId);
        if (ResponseObject.IsOpen(previous.Body)) throw GatewayFaultException.Invalid($"The response '{previousId}' is not complete yet, so there is nothing to go on from.", "previous_response_id");
        if (previous.Provider is { } provider && routes.Current.Find(request) is { } route && route.Candidates.All(c => c.Upstream.Name == provider)) return request;
        var whole = await _chain.InputAsync(previous, input, request.Caller, cancellationToken).ConfigureAwait(false);
        return Rewritten(request, facts.Rewrite(request.Body.Span, ("input", whole), ("previous_response_id", null)));
    }

    /// <summary>The vendor does not do it in the background: Parley does, and meters it.</summary>
    private static LlmRequest Streamed(LlmRequest request)
    {
        var facts = ResponseFacts.Read(request.Body.Span);
        return Rewritten(request, facts.Rewrite(request.Body.Span, ("background", "false"u8.ToArray()), ("stream", "true"u8.ToArray())));
    }

    private static LlmRequest Rewritten(LlmRequest request, byte[] body)
    {
        if (body.Length > RequestBody.MaxBytes) throw GatewayFaultException.Invalid("With the conversation before it, this request is too large.", "previous_response_id");
        return request.With(body, EnvelopeReader.Read(body));
    }

    private static byte[] Queued(LlmRequest request)
    {
        using var written = new PooledBytes();
        ResponseOutput.Waiting(StepWriter.Identity(request), "queued"u8, written);
        return written.Written.ToArray();
    }
}
