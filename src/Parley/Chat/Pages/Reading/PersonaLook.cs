using System.Globalization;
using Parley.Chat.Personas;

namespace Parley.Chat.Pages.Reading;

/// <summary>What a persona looks like.</summary>
/// <param name="Hue">Which of the design's hues.</param>
/// <param name="Glyph">One character or two initials.</param>
/// <param name="Picture">Address of a picture in its place; null for none.</param>
public sealed record PersonaLook(int Hue, string Glyph, string? Picture)
{
    private const int NameHues = 6;

    internal static PersonaLook Of(string name, PersonaAvatar? avatar) =>
        new(avatar is null ? HueOf(name) : HueOf(avatar.Color), avatar?.Glyph ?? Initials(name), avatar?.FileId is { } file ? $"/api/v1/files/{file}/thumbnail" : null);

    internal static int HueOf(PersonaColor color) => color switch
    {
        PersonaColor.Green => 0,
        PersonaColor.Violet => 2,
        PersonaColor.Amber => 3,
        PersonaColor.Blue => 4,
        PersonaColor.Rose => 5,
        _ => 6,
    };

    // As people's are chosen: the same name has the same colour everywhere.
    internal static int HueOf(string name) => name.Aggregate(0, (sum, letter) => ((sum * 31) + letter) & 0xffff) % NameHues;

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => StringInfo.GetNextTextElement(word).ToUpperInvariant())) is { Length: > 0 } initials ? initials : "?";
}
