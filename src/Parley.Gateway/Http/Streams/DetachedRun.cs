using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Streams;

/// <summary>
/// A streamed call that does not depend on the connection it came on: its frames go into a log, from which its first client reads like
/// all others. It ends with the answer, when nobody wants it any more, or with the process; whatever happens, the log ends with a frame
/// that says so.
/// </summary>
internal sealed partial class DetachedRun(LlmRequest request, IDialect dialect, IStreamLog log, ILlmClient pipeline, IFrameEditor? editor, ILogger logger)
{
    private static readonly GatewayFault NobodyReads = new(FaultKind.ClientClosed,
        "Nobody read this answer any more, so it was given up. What came until then was kept and is counted.");

    private readonly TaskCompletionSource<RunStart> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the answer begins, or is known not to.</summary>
    public Task<RunStart> Start => _start.Task;

    public async Task RunAsync()
    {
        GatewayFault? end;
        try
        {
            end = await PumpAsync(log.Unwanted).ConfigureAwait(false);
        }
        catch (GatewayFaultException refused)
        {
            end = refused.Fault;
        }
        catch (OperationCanceledException) when (log.Unwanted.IsCancellationRequested)
        {
            end = NobodyReads;
        }
        catch (Exception problem)
        {
            Broke(logger, problem, request.Id);
            end = new GatewayFault(FaultKind.Internal, $"Parley failed on this request. The log has the reason under {request.Id}.");
        }

        await EndAsync(end).ConfigureAwait(false);
    }

    private async Task<GatewayFault?> PumpAsync(CancellationToken unwanted)
    {
        var answer = await pipeline.SendAsync(request, unwanted).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var headers = new HeaderDictionary();
            AnswerHeaders.Set(headers, answer);
            if (answer.Fault is { } fault)
            {
                _start.TrySetResult(new RunStart(fault, headers));
                return fault;
            }

            _start.TrySetResult(new RunStart(null, headers));
            using var written = new PooledBytes();
            var step = new StepWriter(dialect, request, answer);
            while (await answer.MoveNextAsync(unwanted).ConfigureAwait(false))
            {
                written.Clear();
                step.Write(written);
                var rest = written.Written;
                while (FrameSplitter.TryTake(ref rest, out var frame)) await AppendAsync(frame, unwanted).ConfigureAwait(false);
            }

            return null;
        }
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (editor is not null) frame = await editor.EditAsync(frame).ConfigureAwait(false);
        await log.AppendAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(GatewayFault? fault)
    {
        if (fault is not null)
        {
            _start.TrySetResult(new RunStart(fault, new HeaderDictionary()));
            using var written = new PooledBytes();
            dialect.WriteErrorFrame(fault, request.Id, written);
            // Not waited for: the frames before it may be stuck because the database is away.
            _ = log.AppendAsync(written.Written, CancellationToken.None).AsTask();
            if (editor is not null) await editor.FailAsync(fault).ConfigureAwait(false);
        }

        log.Complete();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Request}: failed unexpectedly")]
    private static partial void Broke(ILogger logger, Exception problem, string request);
}
