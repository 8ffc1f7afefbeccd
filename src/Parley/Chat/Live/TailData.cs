using System.Text.Json.Serialization;

namespace Parley.Chat.Live;

/// <summary>
/// Data of a <c>tail</c>: text of an answer that is not durable yet. It goes to <paramref name="Offset"/> of the message's text (in UTF-16 units) and replaces what a reader has
/// from there on. A reader that has less text than that has missed something, and reads the message anew.
/// </summary>
/// <param name="ConversationId">Where.</param>
/// <param name="MessageId">The answer.</param>
/// <param name="GenerationId">Which making of it: when another one goes on with the answer, offsets are its own.</param>
/// <param name="Epoch">Counts how often a making began anew; offsets of an earlier one mean nothing any more.</param>
/// <param name="Offset">Where the text goes.</param>
/// <param name="Text">The text.</param>
/// <param name="Blocks">Blocks of this making that are durable.</param>
/// <param name="Reasoning">More of what the model lets see of its reasoning; null for nothing new.</param>
internal sealed record TailData(Guid ConversationId, Guid MessageId, Guid GenerationId, int Epoch, int Offset, string Text, int Blocks, ReasoningTail? Reasoning)
{
    public const int FirstEpoch = 1;

    /// <summary>The same as HTML, for readers that asked for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HtmlTail? Html { get; init; }
}
