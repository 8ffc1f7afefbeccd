using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>A tool call that is being read.</summary>
internal sealed class AnswerCall(int? index, JsonText id, bool isCustom)
{
    private JsonScan _scan;

    /// <summary>The vendor's number of the call.</summary>
    public int? Index { get; } = index;

    /// <summary>A call of a custom tool.</summary>
    public bool IsCustom { get; } = isCustom;

    /// <summary>What its block is.</summary>
    public BlockKind Kind => IsCustom ? BlockKind.CustomCall : BlockKind.ToolCall;

    /// <summary>The call's id; outlives the frame.</summary>
    public JsonText Id { get; set; } = id;

    /// <summary>Its block's number; -1 before the block begins.</summary>
    public int Block { get; set; } = -1;

    /// <summary>Its block has ended.</summary>
    public bool Closed { get; set; }

    /// <summary>Something of the arguments was seen.</summary>
    public bool HasArguments { get; private set; }

    /// <summary>The arguments so far are a whole JSON document. Free text never is: more may follow.</summary>
    public bool IsWhole => _scan.IsWhole;

    /// <summary>Takes the next piece of the arguments.</summary>
    public void Feed(JsonText piece)
    {
        HasArguments = true;
        if (!IsCustom) _scan.Feed(piece.Escaped.Span);
    }
}
