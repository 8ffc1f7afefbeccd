using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Http.Streams;

/// <summary>
/// A streamed call that does not depend on the connection it came on: its frames go into a log, from which its first client reads like
/// all others. It ends with the answer, when nobody wants it any more, or with the process; whatever happens, the log ends with a frame
/// that says so. The log's end does not wait for the call's: a vendor may still be heard out for the books.
/// </summary>
internal sealed class DetachedRun(LlmRequest request, IDialect dialect, IStreamLog log, bool isNumbered, ILlmClient pipeline, Drain drain, IAnswerKeeper? keeper, ILogger logger)
{
    private static readonly GatewayFault NobodyReads = new(FaultKind.ClientClosed,
        "This answer was given up: it was cancelled, or nobody read it any more. What came until then is counted.");

    private static readonly GatewayFault MayNotRead = new(FaultKind.ClientClosed,
        "This answer was given up: the key or the session that asked for it is no good any more. What came until then is counted.");

    private readonly TaskCompletionSource<RunStart> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _frames;
    private int _isOver;

    /// <summary>Who asked.</summary>
    public Caller Caller => request.Caller;

    /// <summary>Completes when the answer begins, or is known not to.</summary>
    public Task<RunStart> Start => _start.Task;

    public async Task RunAsync()
    {
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(log.Unwanted, request.Caller.Ended);
        using var ending = unwanted.Token.Register(() => _ = EndAsync(GivenUp()));
        GatewayFault? end;
        try
        {
            end = await PumpAsync(unwanted.Token).ConfigureAwait(false);
        }
        catch (GatewayFaultException refused)
        {
            end = refused.Fault;
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested || drain.Over.IsCancellationRequested)
        {
            end = unwanted.IsCancellationRequested ? GivenUp() : TransportFaults.Stopping;
        }
        catch (Exception problem)
        {
            logger.Broke(problem, request.Id);
            end = new GatewayFault(FaultKind.Internal, $"Parley failed on this request. The log has the reason under {request.Id}.");
        }

        await EndAsync(end).ConfigureAwait(false);
    }

    private GatewayFault GivenUp() => request.Caller.Ended.IsCancellationRequested ? MayNotRead : NobodyReads;

    private async Task<GatewayFault?> PumpAsync(CancellationToken unwanted)
    {
        var answer = await pipeline.SendAsync(request, unwanted).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var headers = new HeaderDictionary();
            AnswerHeaders.Set(headers, answer, request);
            _start.TrySetResult(new RunStart(answer.Fault, headers));
            if (answer.Fault is { } fault) return fault;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(unwanted, drain.Over);
            using var written = new PooledBytes();
            var step = new StepWriter(dialect, request, answer);
            while (await answer.MoveNextAsync(unwanted).ConfigureAwait(false))
            {
                unwanted.ThrowIfCancellationRequested(); // the call itself may go on, to be heard out
                written.Clear();
                step.Write(written);
                var rest = written.Written;
                while (FrameSplitter.TryTake(ref rest, out var frame)) await AppendAsync(frame, answer, either.Token).ConfigureAwait(false);
            }

            return null;
        }
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<byte> frame, LlmAnswer answer, CancellationToken cancellationToken)
    {
        if (isNumbered) frame = FrameSplitter.WithoutId(frame);
        if (keeper is not null) frame = await keeper.EditAsync(frame, answer).ConfigureAwait(false);
        await log.AppendAsync(frame, cancellationToken).ConfigureAwait(false);
        _frames++;
    }

    /// <summary>Ends the log, once.</summary>
    private async Task EndAsync(GatewayFault? fault)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
        if (fault is null)
        {
            log.Complete();
            return;
        }

        _start.TrySetResult(new RunStart(fault, new HeaderDictionary()));
        using var written = new PooledBytes();
        dialect.WriteErrorFrame(fault, request.Id, _frames, written);
        log.Complete(written.Written);
        if (keeper is not null) await keeper.FailAsync(fault).ConfigureAwait(false);
    }
}
