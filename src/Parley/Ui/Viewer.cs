namespace Parley.Ui;

/// <summary>Who looks at a page.</summary>
/// <param name="Id">The account.</param>
/// <param name="DisplayName">What people call them.</param>
/// <param name="Email">Address of the account.</param>
/// <param name="IsAdmin">Whether the administration's pages are theirs.</param>
/// <param name="Theme">Their choice as the account remembers it; null lets the browser's cookie speak.</param>
/// <param name="AvatarUrl">Their picture, when they have one.</param>
public sealed record Viewer(Guid Id, string DisplayName, string Email, bool IsAdmin, Theme? Theme = null, string? AvatarUrl = null);
