namespace Parley.Chat.Pages.Memories;

/// <summary>Something that a persona remembers, or is proposed to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What it says.</param>
/// <param name="Source">written, said or proposed.</param>
/// <param name="At">When it was noted.</param>
/// <param name="Version">For a change of it.</param>
/// <param name="Path">Where it was said; null for nowhere, or where that was deleted.</param>
public sealed record MemoryItem(Guid Id, string Text, string Source, DateTimeOffset At, int Version, string? Path)
{
    public string Origin => Source switch { "said" => "You asked to remember it", "proposed" => "Proposed", _ => "Written by you" };
}
