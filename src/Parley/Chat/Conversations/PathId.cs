namespace Parley.Chat.Conversations;

/// <summary>An id in a path. What is no id is nobody's, so it is not found like any other that does not exist.</summary>
internal static class PathId
{
    public static Guid Read(string text) => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty;
}
