namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>An output item that is being written: which blocks of the answer stand in it.</summary>
internal sealed class WrittenItem(ItemKind kind, int index)
{
    /// <summary>What it is.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>A call of a custom tool.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Its place in the output, from which its id is made too.</summary>
    public int Index { get; } = index;

    /// <summary>Numbers of its blocks: the parts of a message, or the only block of any other item.</summary>
    public List<int> Blocks { get; } = [];

    /// <summary>Those that have begun and not ended.</summary>
    public List<int> Open { get; } = [];

    /// <summary>Its end has been told.</summary>
    public bool IsDone { get; set; }

    /// <summary>The answer was cut short within it.</summary>
    public bool IsIncomplete { get; set; }
}
