using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Frames;

/// <summary>One vendor's wire format: how answers, errors and refusals of bad requests look.</summary>
internal interface IVendor
{
    string StreamContentType { get; }

    /// <summary>Sets the headers that this vendor sends with every answer.</summary>
    void Headers(IHeaderDictionary headers, string requestId);

    string NewId(long number);

    Frame[] Stream(Answer answer, Spec spec, bool includeUsage);

    string Whole(Answer answer, Spec spec);

    string Error(int status, string message, string requestId);

    Frame ErrorEvent(Spec spec);

    /// <summary>Why the vendor would refuse this request with status 400; null when it would take it.</summary>
    string? Objection(RequestFacts facts, IHeaderDictionary headers, bool strict);
}
