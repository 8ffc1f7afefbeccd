namespace Parley.Chat.Live;

/// <summary>Something that is only for the moment: who is there, who types. Never stored, never repeated.</summary>
/// <param name="Kind">The event's kind.</param>
/// <param name="Data">Its data, to be written as JSON.</param>
internal sealed record FeedNote(string Kind, object Data);
