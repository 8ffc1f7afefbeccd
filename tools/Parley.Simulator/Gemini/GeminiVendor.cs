using System.Globalization;
using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Gemini;

/// <summary>Google's generateContent. Without <c>alt=sse</c> a stream is a JSON <paramref name="array"/>.</summary>
internal sealed class GeminiVendor(bool array) : IVendor
{
    public string ContentType => "application/json; charset=UTF-8";

    public string StreamContentType => array ? ContentType : "text/event-stream";

    public void Headers(IHeaderDictionary headers, string requestId)
    {
        headers.Vary = "Origin, X-Origin, Referer";
        headers.XContentTypeOptions = "nosniff";
        headers["server-timing"] = "gfet4t7; dur=7";
        headers["x-gemini-service-tier"] = "standard";
    }

    public string NewId(long number) => string.Create(CultureInfo.InvariantCulture, $"sim{number:d20}");

    public Frame[] Stream(Answer answer, Spec spec, RequestFacts facts) => GeminiStream.Render(answer, spec, array);

    public string Whole(Answer answer, Spec spec, RequestFacts facts) => GeminiBody.Render(answer, spec);

    public string Count(int tokens) => $$"""{"totalTokens":{{FrameBuilder.Number(tokens)}},"promptTokensDetails":[{{GeminiUsage.Details(tokens)}}]}""";

    public string Error(int status, string message, string requestId, int retryAfterSeconds) => GeminiErrors.Body(status, message, retryAfterSeconds);

    public void RetryAfter(IHeaderDictionary headers, int seconds)
    {
    }

    public Frame[] ErrorEvents(Answer answer, Spec spec, RequestFacts facts, int sent)
    {
        var frames = new GeminiFrames(spec.Wire, array, sent);
        frames.Add(GeminiErrors.Body(503, "The model is overloaded. Please try again later."));
        return frames.Build(whole: true);
    }

    public string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict)
    {
        if (!facts.Fields.Contains("contents") && !facts.Fields.Contains("generateContentRequest")) return "* GenerateContentRequest.contents: contents is not specified\n";
        return strict ? GeminiStrictness.Objection(facts) : null;
    }
}
