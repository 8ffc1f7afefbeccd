namespace Parley.Chat.Pages.Reading;

/// <summary>What the side is asked for: the beginning of everything, what was found, or older ones.</summary>
/// <param name="Search">What somebody looks for.</param>
/// <param name="Folder">Only what is in this folder.</param>
/// <param name="Cursor">Only what is behind this.</param>
/// <param name="Depth">How much of it.</param>
internal sealed record SideQuery(string? Search = null, string? Folder = null, string? Cursor = null, SideDepth? Depth = null);
