namespace Parley.Chat.Model;

/// <summary>Who said it. The names go over the wire and into the database.</summary>
internal enum MessageRole
{
    User,
    Assistant,
}
