namespace Parley.Chat.Pages.Reading;

/// <summary>Conversations that are not in the side: all of them, the archived ones, the deleted ones.</summary>
/// <param name="Show">all, archived or deleted.</param>
/// <param name="Folder">The only folder that is shown; null for all.</param>
/// <param name="Side">What stands beside.</param>
/// <param name="Seq">How far the person's feed was.</param>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Leads to older ones; null when these are the last.</param>
public sealed record ChatsView(string Show, string? Folder, SideView Side, long Seq, IReadOnlyList<ChatsItem> Items, string? Next)
{
    public const string All = "all", Archived = "archived", Deleted = "deleted";
}

/// <summary>One of them.</summary>
/// <param name="Id">Which.</param>
/// <param name="Title">Its name.</param>
/// <param name="Folder">Null for none.</param>
/// <param name="At">When something was last said in it; when it was deleted, for a deleted one.</param>
/// <param name="DaysLeft">How long a deleted one can be restored.</param>
public sealed record ChatsItem(Guid Id, string Title, string? Folder, DateTimeOffset At, int DaysLeft);
