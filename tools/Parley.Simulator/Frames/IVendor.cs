using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Frames;

/// <summary>One vendor's wire format: how answers, errors and refusals of bad requests look.</summary>
internal interface IVendor
{
    string ContentType => "application/json";

    string StreamContentType => "text/event-stream; charset=utf-8";

    /// <summary>Sets the headers that this vendor sends with every answer.</summary>
    void Headers(IHeaderDictionary headers, string requestId);

    string NewId(long number);

    /// <summary>The answer to this request repeats parts of it, so it cannot be rendered once and kept.</summary>
    bool Echoes(RequestFacts facts) => false;

    Frame[] Stream(Answer answer, Spec spec, RequestFacts facts);

    string Whole(Answer answer, Spec spec, RequestFacts facts);

    /// <summary>The answer to a request that only counts tokens.</summary>
    string Count(int tokens);

    string Error(int status, string message, string requestId, int retryAfterSeconds = 0);

    /// <summary>Says in a header how long a caller should wait before it asks again; Google says it in the error.</summary>
    void RetryAfter(IHeaderDictionary headers, int seconds) => headers.RetryAfter = FrameBuilder.Number(seconds);

    /// <summary>What the vendor says instead of the rest, in a stream of which <paramref name="sent"/> frames have left.</summary>
    Frame[] ErrorEvents(Answer answer, Spec spec, RequestFacts facts, int sent);

    /// <summary>Why the vendor would refuse this request with status 400; null when it would take it.</summary>
    string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict);
}
