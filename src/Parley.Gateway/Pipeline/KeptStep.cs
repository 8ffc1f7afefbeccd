using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>A step of an answer that outlives the next one: its bytes are copied once, and what its events say of them
/// points into the copy as it did into the original.</summary>
internal sealed class KeptStep
{
    private readonly byte[] _raw;

    /// <summary>Keeps the step that an answer stands on.</summary>
    public KeptStep(LlmAnswer answer)
    {
        var raw = answer.Raw;
        var events = answer.Events;
        _raw = raw.ToArray();
        Events = new EventBatch(events.Events.Length) { IsUsageOnly = events.IsUsageOnly };
        foreach (ref readonly var item in events.Events)
        {
            Events.Add(item with
            {
                Text = Move(item.Text, raw),
                Id = Move(item.Id, raw),
                Name = Move(item.Name, raw),
                Json = Move(item.Json, raw),
            });
        }
    }

    public EventBatch Events { get; }

    public ReadOnlyMemory<byte> Raw => _raw;

    private JsonText Move(JsonText text, ReadOnlyMemory<byte> from) => text.IsEmpty ? default : JsonText.FromEscaped(Move(text.Escaped, from));

    private ReadOnlyMemory<byte> Move(ReadOnlyMemory<byte> part, ReadOnlyMemory<byte> from)
    {
        if (part.IsEmpty) return default;
        // Data of several lines stands joined outside of the frame's bytes.
        return from.Span.Overlaps(part.Span, out var at) && at >= 0 && at + part.Length <= _raw.Length ? _raw.AsMemory(at, part.Length) : part.ToArray();
    }
}
