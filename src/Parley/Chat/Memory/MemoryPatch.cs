using System.ComponentModel;
using Parley.Shared;

namespace Parley.Chat.Memory;

/// <summary>The body of PATCH /api/v1/personas/{id}/memories/{mid}.</summary>
internal sealed record MemoryPatch(
    [property: Description("1 to 1000 characters; without it the text stays.")] string? Text = null,
    [property: Description("active, to approve what was proposed; without it the state stays.")] MemoryState? State = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> errors = [];
        if (Text is not null) MemoryText.Check(errors, Text);
        if (State is not (null or MemoryState.Active)) errors["state"] = ["must be active: to turn a proposal down, delete it"];
        return errors;
    }
}
