using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Demo;

/// <summary>The demonstration model: an upstream in this very process, so that a first start without any key has
/// something to talk to. It speaks the neutral vocabulary only; every format is a translation of it.</summary>
internal sealed class DemoUpstream(Drain drain, TimeProvider time) : IUpstream
{
    public string Kind => "demo";

    public bool Offers(LlmOperation operation, WireFormat format) => operation == LlmOperation.Generate;

    public ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
    {
        if (request.Operation != LlmOperation.Generate)
        {
            return new ValueTask<LlmAnswer>(new FailedAnswer(
                new GatewayFault(FaultKind.InvalidRequest, $"The demonstration model can only chat; it has no {request.Operation.Name()}."), target));
        }

        var pieces = Pieces(DemoScript.Answer(request.Prompt));
        var limit = request.Prompt.MaxOutputTokens is { } most && most < pieces.Count ? (int)Math.Max(most, 0) : pieces.Count;
        request.CallLeaves(time.GetTimestamp());
        var usage = new Usage(Input: PromptWords(request.Prompt), Output: limit);
        return new ValueTask<LlmAnswer>(new DemoAnswer(target, pieces.GetRange(0, limit), usage,
            limit < pieces.Count ? FinishReason.Length : FinishReason.Stop, request.Envelope.Stream ? time : null, drain, new DroppedNames(request.Prompt).Names));
    }

    /// <summary>Words with the space before them: the demonstration's tokens.</summary>
    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && text[end] is not (' ' or '\n')) end++;
            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }

    private static long PromptWords(Prompt prompt) =>
        prompt.System.Concat(prompt.Turns.SelectMany(turn => turn.Parts).OfType<TextPart>()).Sum(part => (long)Pieces(part.Text).Count);
}
