using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Writes <c>system</c> and <c>messages</c>. Neighbours of one role become one message, results of tools first in it,
/// as the vendor wants them; what it refuses (empty texts) or cannot take stays out, and the latter is named.
/// </summary>
internal sealed class TurnWriter(Prompt prompt, DroppedNames dropped, IBufferWriter<byte> output)
{
    private readonly PartWriter _parts = new(dropped, output);

    public void Write()
    {
        var turns = Conversation.Joined(prompt, _parts.CanWrite);
        var system = prompt.Instructions.Where(t => !string.IsNullOrWhiteSpace(t.Text)).ToList();
        if (turns.Count == 0 && system.Count > 0)
        {
            // the vendor wants at least one message: instructions alone become what the user says
            turns.Add(new Turn(TurnRole.User, [.. system]));
            system.Clear();
        }

        WriteSystem(system);
        output.Raw(",\"messages\":["u8);
        for (var i = 0; i < turns.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            WriteTurn(turns[i], last: i == turns.Count - 1);
        }

        output.Raw("]"u8);
    }

    private void WriteSystem(List<TextPart> system)
    {
        if (system.Count == 0) return;
        output.Raw(",\"system\":"u8);
        if (system is [{ CacheControl.ValueKind: JsonValueKind.Undefined } only]) output.String(only.Text);
        else _parts.WriteAll(system);
    }

    private void WriteTurn(Turn turn, bool last)
    {
        output.Raw(turn.Role == TurnRole.User ? "{\"role\":\"user\",\"content\":"u8 : "{\"role\":\"assistant\",\"content\":"u8);
        IEnumerable<ContentPart> parts = turn.Role == TurnRole.User && turn.Parts.Exists(p => p is ToolResultPart)
            ? turn.Parts.OrderBy(p => p is ToolResultPart ? 0 : 1)
            : turn.Parts;
        if (last && turn.Role == TurnRole.Assistant) parts = Trim(turn.Parts);
        _parts.WriteAll(parts);
        output.Raw("}"u8);
    }

    /// <summary>The vendor refuses an answer's given beginning that ends in white space.</summary>
    private static List<ContentPart> Trim(List<ContentPart> parts) =>
        parts is [.. var before, TextPart text] ? [.. before, text with { Text = text.Text.TrimEnd() }] : parts;
}
