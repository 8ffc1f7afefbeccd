using System.ComponentModel;
using Parley.Shared;

namespace Parley.Chat.Memory;

/// <summary>The body of POST /api/v1/personas/{id}/memories.</summary>
internal sealed record MemoryWanted([property: Description("1 to 1000 characters; line breaks become blanks.")] string Text) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> errors = [];
        MemoryText.Check(errors, Text);
        return errors;
    }
}
