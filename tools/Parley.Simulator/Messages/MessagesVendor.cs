using System.Globalization;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Messages;

/// <summary>Anthropic Messages.</summary>
internal sealed class MessagesVendor : IVendor
{
    public void Headers(IHeaderDictionary headers, string requestId)
    {
        headers["request-id"] = requestId;
        headers["anthropic-organization-id"] = "simulated-org";
        headers["anthropic-ratelimit-requests-remaining"] = "9999";
    }

    public string NewId(long number) => string.Create(CultureInfo.InvariantCulture, $"msg_sim{number:d20}");

    public Frame[] Stream(Answer answer, Spec spec, RequestFacts facts) => MessagesStream.Render(answer, spec);

    public string Whole(Answer answer, Spec spec, RequestFacts facts) => MessagesBody.Render(answer, spec);

    public string Count(int tokens) => $"{{\"input_tokens\":{FrameBuilder.Number(tokens)}}}";

    public string Error(int status, string message, string requestId, int retryAfterSeconds) => MessagesErrors.Body(status, message, requestId);

    public Frame[] ErrorEvents(Answer answer, Spec spec, RequestFacts facts, int sent)
    {
        var frames = new FrameBuilder(spec.Wire);
        frames.Event("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");
        return frames.Build();
    }

    public string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict)
    {
        if (!headers.ContainsKey("anthropic-version")) return "anthropic-version: header is required";
        if (facts.Model is null) return "model: Field required";
        if (!facts.Fields.Contains("messages")) return "messages: Field required";
        if (facts.Temperature is < 0 or > 1) return "temperature: range: 0..1";
        return strict ? MessagesStrictness.Objection(facts) : null;
    }
}
