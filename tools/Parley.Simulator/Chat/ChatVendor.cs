using System.Globalization;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Chat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatVendor : IVendor
{
    public void Headers(IHeaderDictionary headers, string requestId) => ChatHeaders.Set(headers, requestId);

    public string NewId(long number) => string.Create(CultureInfo.InvariantCulture, $"chatcmpl-sim{number:d20}");

    public Frame[] Stream(Answer answer, Spec spec, RequestFacts facts) => ChatStream.Render(answer, spec, facts.Form.Usage);

    public string Whole(Answer answer, Spec spec, RequestFacts facts) => ChatBody.Render(answer, spec);

    public string Count(int tokens) => throw new NotSupportedException("Chat has no call that only counts.");

    public string Error(int status, string message, string requestId, int retryAfterSeconds) => ChatErrors.Body(status, message);

    public Frame[] ErrorEvents(Answer answer, Spec spec, RequestFacts facts, int sent) => ChatErrors.Events(spec);

    public string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict)
    {
        if (facts.Model is null) return "you must provide a model parameter";
        if (!facts.Fields.Contains("messages") && !facts.Fields.Contains("input")) return "Missing required parameter: 'messages'.";
        if (facts.Temperature is < 0 or > 2) return "Invalid 'temperature': decimal above maximum value. Expected a value <= 2.";
        return strict ? ChatStrictness.Objection(facts) : null;
    }
}
