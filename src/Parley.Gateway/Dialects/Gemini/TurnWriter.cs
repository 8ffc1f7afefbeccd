using System.Buffers;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Writes <c>contents</c> and <c>systemInstruction</c>. Neighbours of one role become one content, results of tools first in it, as
/// the vendor wants them; what it cannot take stays out, and is named.
/// </summary>
internal sealed class TurnWriter(Prompt prompt, UpstreamTarget target, ModelTraits model, DroppedNames dropped, IBufferWriter<byte> output)
{
    private readonly PartWriter _parts = new(target, model, dropped, output);

    public void Write()
    {
        var turns = Conversation.Joined(prompt, _parts.CanWrite);
        var system = prompt.Instructions.Where(_parts.CanWrite).ToList();
        if (turns.Count == 0)
        {
            // the vendor wants at least one content: instructions alone become what the user says
            turns.Add(new Turn(TurnRole.User, system.Count > 0 ? [.. system] : [new TextPart("")]));
            system.Clear();
        }

        // and a call only behind something that the user says: a history that was cut may begin with one
        if (turns[0].Role == TurnRole.Assistant && turns[0].Parts.Exists(p => p is ToolCallPart)) turns.Insert(0, new Turn(TurnRole.User, [new TextPart(" ")]));
        output.Raw("\"contents\":["u8);
        for (var i = 0; i < turns.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            WriteTurn(turns[i]);
        }

        output.Raw("]"u8);
        WriteSystem(system);
    }

    private void WriteSystem(List<TextPart> system)
    {
        if (system.Count == 0) return;
        output.Raw(",\"systemInstruction\":{\"parts\":"u8);
        _parts.WriteAll(system);
        output.Raw("}"u8);
    }

    private void WriteTurn(Turn turn)
    {
        output.Raw(turn.Role == TurnRole.User ? "{\"role\":\"user\",\"parts\":"u8 : "{\"role\":\"model\",\"parts\":"u8);
        _parts.WriteAll(turn.Role == TurnRole.User && turn.Parts.Exists(p => p is ToolResultPart) ? Ordered(turn.Parts) : turn.Parts);
        output.Raw("}"u8);
    }

    /// <summary>Results, then the images that came with them, then whatever else the user says.</summary>
    private List<ContentPart> Ordered(List<ContentPart> parts)
    {
        var results = parts.OfType<ToolResultPart>().ToList();
        return [.. results, .. results.SelectMany(r => r.Content).Where(p => p.OnlyText is null && _parts.CanWrite(p)), .. parts.Where(p => p is not ToolResultPart)];
    }
}
