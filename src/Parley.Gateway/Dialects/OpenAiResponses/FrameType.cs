namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>The types of event that mean something to Parley.</summary>
internal enum FrameType : byte
{
    Unknown,
    TextDelta,
    TextDone,
    RefusalDelta,
    RefusalDone,
    SummaryDelta,
    SummaryDone,
    ReasoningDelta,
    ReasoningDone,
    ArgumentsDelta,
    ArgumentsDone,
    ItemAdded,
    ItemDone,
    PartAdded,
    PartDone,
    AnnotationAdded,
    Created,
    Progress,
    Completed,
    Incomplete,
    Failed,
    Cancelled,
    Error,
}
