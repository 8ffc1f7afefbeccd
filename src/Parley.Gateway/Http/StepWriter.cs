using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Writes the steps of a streamed answer for its caller: the upstream's own bytes where both speak the same format, otherwise what
/// the format's writer makes of the events. Whole frames, always.</summary>
internal sealed class StepWriter(IDialect dialect, LlmRequest request, LlmAnswer answer)
{
    private readonly IAnswerWriter? _writer = answer.Format == dialect.Format && !answer.IsWhole
        ? null : dialect.CreateStreamWriter(Identity(request), request.Envelope.IncludeUsage);

    private int _passed;

    /// <summary>The step is the last one.</summary>
    public bool IsLast => answer.Events.Events is [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }];

    /// <summary>What a writer of this caller's format has to know.</summary>
    public static AnswerIdentity Identity(LlmRequest request) => new(request.Id, request.Envelope.Model, request.At)
    {
        LegacyCalls = request.PromptIfRead is { LegacyTools: true },
        Request = request.AskedBody,
    };

    /// <summary>Writes the step that the answer stands on; sometimes it says nothing to this caller.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (_writer is null) PassThrough(output);
        else WriteEvents(_writer, output);
    }

    private void PassThrough(IBufferWriter<byte> output)
    {
        var events = answer.Events;
        // Parley asked for usage; a caller that did not does not see it.
        if (events.IsUsageOnly && !request.Envelope.IncludeUsage) return;
        if (events.Events is [.., { Kind: LlmEventKind.Failed, Fault: { Body.IsEmpty: true } fault }])
        {
            dialect.WriteErrorFrame(fault, request.Id, output, _passed);
            return;
        }

        var raw = answer.Raw.Span;
        if (raw is not [] and not [(byte)':', ..]) _passed++;
        if (!raw.IsEmpty && dialect.Format == WireFormat.Chat && !request.Envelope.IncludeUsage) UnaskedUsage.Write(output, raw, events);
        else if (!raw.IsEmpty) output.Raw(raw);
        else if (events.Events is [.., { Kind: LlmEventKind.Completed }]) output.Raw(dialect.StreamTerminator.Span);
    }

    private void WriteEvents(IAnswerWriter writer, IBufferWriter<byte> output)
    {
        foreach (ref readonly var item in answer.Events.Events) writer.Write(item, output);
    }
}
