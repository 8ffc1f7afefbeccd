namespace Parley.Chat.Memory;

/// <summary>How a memory came about.</summary>
internal enum MemorySource
{
    /// <summary>Written by hand.</summary>
    Written,

    /// <summary>Asked for in a message.</summary>
    Said,

    /// <summary>A model's idea.</summary>
    Proposed,
}
