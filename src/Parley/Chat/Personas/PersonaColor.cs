namespace Parley.Chat.Personas;

/// <summary>Colours that the design has a light and a dark form of.</summary>
internal enum PersonaColor
{
    Slate,
    Blue,
    Green,
    Amber,
    Rose,
    Violet,
}
