namespace Parley.Gateway.Messages;

/// <summary>Why an answer ended: the five meanings that all formats share.</summary>
public enum FinishReason : byte
{
    /// <summary>The model came to a natural end (also Anthropic's <c>pause_turn</c>).</summary>
    Stop,

    /// <summary>A stop sequence of the caller.</summary>
    StopSequence,

    /// <summary>The output limit, or the end of the context window.</summary>
    Length,

    /// <summary>The model calls tools of the caller.</summary>
    ToolCalls,

    /// <summary>The vendor filtered the answer, or the model refused.</summary>
    ContentFilter,
}
