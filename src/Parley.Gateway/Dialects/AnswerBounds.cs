namespace Parley.Gateway.Dialects;

/// <summary>What no honest answer exceeds. The same for all readers, so that what one vendor's format brings in, another's can carry.</summary>
internal static class AnswerBounds
{
    /// <summary>No vendor allows as many calls in one turn; an answer that makes more is garbage, and must not cost ever more time.</summary>
    public const int ToolCalls = 512;
}
