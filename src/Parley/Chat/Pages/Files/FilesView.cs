using Parley.Assets;

namespace Parley.Chat.Pages.Files;

/// <summary>A person's files, newest first.</summary>
/// <param name="Items">Those of this page.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Bytes">What all of them take.</param>
/// <param name="Most">What they may take.</param>
/// <param name="Older">The file before which older ones are to be read; null when there are none.</param>
/// <param name="IsFirst">Nothing newer was left out.</param>
public sealed record FilesView(IReadOnlyList<UsedFile> Items, int Count, long Bytes, long Most, Guid? Older, bool IsFirst)
{
    public string Used => $"{FileWords.Bytes(Bytes)} of {FileWords.Bytes(Most)}";
}

/// <summary>A file, and the messages that have it.</summary>
/// <param name="File">The file.</param>
/// <param name="Places">Conversations that are not deleted.</param>
/// <param name="IsInDeleted">A deleted conversation has it, which can still be restored.</param>
/// <param name="Draft">The conversation in which it waits to be sent; null for none.</param>
public sealed record UsedFile(FileView File, IReadOnlyList<FilePlace> Places, bool IsInDeleted, FilePlace? Draft);

/// <summary>A message in a conversation; without one the conversation.</summary>
public sealed record FilePlace(Guid ConversationId, Guid? MessageId, string Title)
{
    public string Path => MessageId is null ? $"/c/{ConversationId}" : $"/c/{ConversationId}?at={MessageId}#m-{MessageId}";
}
