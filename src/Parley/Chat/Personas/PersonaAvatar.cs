using System.ComponentModel;
using System.Globalization;

namespace Parley.Chat.Personas;

/// <summary>What a persona looks like.</summary>
internal sealed record PersonaAvatar(
    [property: Description("Behind the glyph.")] PersonaColor Color = PersonaColor.Slate,
    [property: Description("One character, an emoji for example; null: the first letters of the name.")] string? Glyph = null,
    [property: Description("One of the person's pictures, in the place of the glyph.")] Guid? FileId = null)
{
    public void Check(IDictionary<string, string[]> errors)
    {
        if (Glyph is not null && (Glyph.Length > 16 || string.IsNullOrWhiteSpace(Glyph) || Glyph.Any(char.IsControl) || new StringInfo(Glyph).LengthInTextElements != 1))
            errors["avatar.glyph"] = ["must be one character, or null"];
    }
}
