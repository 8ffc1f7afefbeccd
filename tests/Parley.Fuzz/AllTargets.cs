using Parley.Fuzz.Engine;
using Parley.Fuzz.Targets;

namespace Parley.Fuzz;

/// <summary>All targets, in the order in which they run.</summary>
internal static class AllTargets
{
    public static Target[] List { get; } =
    [
        new SseTarget(),
        new EnvelopeTarget(),
        RequestTarget.Chat, RequestTarget.Messages, RequestTarget.Responses,
        StreamTarget.Chat, StreamTarget.Messages, StreamTarget.Responses, StreamTarget.Gemini,
        BodyTarget.Chat, BodyTarget.Messages, BodyTarget.Responses, BodyTarget.Gemini,
        new ErrorTarget(),
        new KeyTarget(),
        new UrlTarget(),
        new MarkdownTarget(),
    ];
}
