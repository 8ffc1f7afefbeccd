namespace Parley.Chat.Memory;

internal enum MemoryState
{
    /// <summary>Models are told.</summary>
    Active,

    /// <summary>A model would keep it; the person has not said yes.</summary>
    Proposed,

    /// <summary>The person said no. Shown to nobody; its text is gone.</summary>
    Declined,
}
