using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Writes the steps of a streamed answer for its caller: the upstream's own bytes where both speak the same format, otherwise what
/// the format's writer makes of the events. Whole frames, always.</summary>
internal sealed class StepWriter(IDialect dialect, LlmRequest request, LlmAnswer answer)
{
    private readonly bool _passes = answer.Format == dialect.Format && !answer.IsWhole;

    private readonly IAnswerWriter? _writer = answer.Format == dialect.Format && !answer.IsWhole && !answer.MayChangeForm
        ? null : dialect.CreateStreamWriter(Identity(request, answer), request.Envelope.IncludeUsage);

    // What the writer would have written of steps that pass as they are: nobody's, but it must know them to go on behind them.
    private readonly PooledBytes? _unsent = answer.MayChangeForm ? new PooledBytes() : null;

    private int _frames;

    /// <summary>The step is the last one.</summary>
    public bool IsLast => answer.Events.Events is [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }];

    /// <summary>What a writer of this caller's format has to know. An answer that was given before introduces itself as it did then.</summary>
    public static AnswerIdentity Identity(LlmRequest request, LlmAnswer? answer = null)
    {
        var first = answer?.Cache is { IsHit: true } trace ? trace : null;
        return new AnswerIdentity(first?.RequestId ?? request.Id, request.Envelope.Model, first?.At ?? request.At)
        {
            LegacyCalls = first?.LegacyCalls ?? request.PromptIfRead is { LegacyTools: true },
            Request = request.AskedBody,
            Dropped = answer?.Dropped ?? [],
        };
    }

    /// <summary>Writes the step that the answer stands on; sometimes it says nothing to this caller.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_writer is null)
        {
            PassThrough(output);
        }
        else if (_passes && !answer.HasChangedForm)
        {
            PassThrough(output);
            WriteEvents(_writer, _unsent!);
            _unsent!.Clear();
        }
        else
        {
            WriteEvents(_writer, output);
        }
    }

    private void PassThrough(IBufferWriter<byte> output)
    {
        var events = answer.Events;
        // Parley asked for usage; a caller that did not does not see it.
        if (events.IsUsageOnly && !request.Envelope.IncludeUsage) return;
        // What the vendor says of its failure is its answer's; what it says of Parley's account is not, nor is what cannot be read.
        if (events.Events is [.., { Kind: LlmEventKind.Failed, Fault: { IsTold: false } fault }])
        {
            dialect.WriteErrorFrame(fault, request.Id, _frames, output);
            return;
        }

        var raw = answer.Raw.Span;
        if (raw is not [] and not [(byte)':', ..]) _frames++;
        if (!raw.IsEmpty && dialect.Format == WireFormat.Chat && !request.Envelope.IncludeUsage) UnaskedUsage.Write(output, raw, events);
        else if (!raw.IsEmpty) output.Raw(raw);
        else if (events.Events is [.., { Kind: LlmEventKind.Completed }]) output.Raw(dialect.StreamTerminator.Span);
    }

    private void WriteEvents(IAnswerWriter writer, IBufferWriter<byte> output)
    {
        foreach (ref readonly var item in answer.Events.Events) writer.Write(item, output);
    }
}
