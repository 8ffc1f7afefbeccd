namespace Parley.Identity;

/// <summary>Colours of the interface.</summary>
internal enum Theme
{
    System,
    Light,
    Dark,
}
