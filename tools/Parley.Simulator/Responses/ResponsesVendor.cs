using System.Globalization;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Chat;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Responses;

/// <summary>OpenAI Responses.</summary>
/// <param name="compacts">What it answers is the conversation itself, made short.</param>
internal sealed class ResponsesVendor(bool compacts = false) : IVendor
{
    public void Headers(IHeaderDictionary headers, string requestId) => ChatHeaders.Set(headers, requestId);

    public string NewId(long number) => string.Create(CultureInfo.InvariantCulture, $"resp_sim{number:d20}");

    public bool Echoes(RequestFacts facts) => EchoedFields.Any(facts);

    public Frame[] Stream(Answer answer, Spec spec, RequestFacts facts) => ResponsesStream.Render(answer, spec, facts);

    public string Whole(Answer answer, Spec spec, RequestFacts facts) => compacts ? Compaction.Render(answer, spec) : ResponsesBody.Render(answer, spec, facts);

    public string Count(int tokens) => $$"""{"object":"response.input_tokens","input_tokens":{{FrameBuilder.Number(tokens)}}}""";

    public string Error(int status, string message, string requestId, int retryAfterSeconds) => ChatErrors.Body(status, message);

    public Frame[] ErrorEvents(Answer answer, Spec spec, RequestFacts facts, int sent) => ResponsesErrors.Events(answer, spec, facts, sent);

    public string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict)
    {
        if (facts.Model is null) return "Missing required parameter: 'model'.";
        if (!facts.Fields.Contains("input") && !facts.Fields.Contains("prompt")) return "Missing required parameter: 'input'.";
        if (facts.Temperature is > 2) return "Invalid 'temperature': decimal above maximum value. Expected a value <= 2.";
        if (facts.Temperature is < 0) return "Invalid 'temperature': decimal below minimum value. Expected a value >= 0.";
        return strict ? ResponsesStrictness.Objection(facts) : null;
    }
}
