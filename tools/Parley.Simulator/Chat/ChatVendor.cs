using System.Globalization;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Chat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class ChatVendor : IVendor
{
    public string StreamContentType => "text/event-stream; charset=utf-8";

    public void Headers(IHeaderDictionary headers, string requestId)
    {
        headers["x-request-id"] = requestId;
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "simulated-org";
        headers["openai-processing-ms"] = "7";
        headers["x-ratelimit-remaining-requests"] = "9999";
    }

    public string NewId(long number) => string.Create(CultureInfo.InvariantCulture, $"chatcmpl-sim{number:d20}");

    public Frame[] Stream(Answer answer, Spec spec, bool includeUsage) => ChatStream.Render(answer, spec, includeUsage);

    public string Whole(Answer answer, Spec spec) => ChatBody.Render(answer, spec);

    public string Error(int status, string message, string requestId) => ChatErrors.Body(status, message);

    public Frame ErrorEvent(Spec spec)
    {
        var frames = new FrameBuilder(spec.Wire);
        frames.Event(null, ChatErrors.Body(500, "The server had an error while processing your request. Sorry about that!"));
        return frames.Build()[0];
    }

    public string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict)
    {
        if (facts.Model is null) return "you must provide a model parameter";
        if (!facts.Fields.Contains("messages") && !facts.Fields.Contains("input")) return "Missing required parameter: 'messages'.";
        if (facts.Temperature is < 0 or > 2) return "Invalid 'temperature': decimal above maximum value. Expected a value <= 2.";
        return strict ? ChatStrictness.Objection(facts) : null;
    }
}
