namespace Parley.Chat.Live;

/// <summary>How far one reader is with one answer that is being made.</summary>
internal sealed class LiveCursor
{
    public bool IsOpen { get; set; }

    public int Offset { get; set; }

    public int Reasoning { get; set; }

    /// <summary>How many finished blocks of HTML it has.</summary>
    public int HtmlBlocks { get; set; }

    /// <summary>What it was last told; null for nothing.</summary>
    public AnswerState? State { get; set; }
}
