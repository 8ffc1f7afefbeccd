namespace Parley.Gateway.Messages;

/// <summary>
/// One thing that an answer says, whatever wire format it came in. A stream and a whole answer yield the same events:
/// <c>Started (BlockStarted (Delta | Signature | Citation)* BlockStopped)* Usage* Finished Usage* (Completed | Failed)</c>.
/// </summary>
/// <remarks>Text and JSON point into the upstream's buffer: valid until the next step of the answer.</remarks>
public readonly struct LlmEvent
{
    // An event has one of them: one field keeps events small, which are copied, and kept in batches.
    private readonly object? _detail;

    /// <summary>What this event says.</summary>
    public required LlmEventKind Kind { get; init; }

    /// <summary>The block's number, for events of a block.</summary>
    public int Block { get; init; }

    /// <summary>The block's kind; set on <see cref="LlmEventKind.BlockStarted"/>, <see cref="LlmEventKind.Delta"/> and <see cref="LlmEventKind.BlockStopped"/>.</summary>
    public BlockKind BlockKind { get; init; }

    /// <summary>Why the answer ends.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>Text, by <see cref="Kind"/>.</summary>
    public JsonText Text { get; init; }

    /// <summary>The answer's id, or a tool call's.</summary>
    public JsonText Id { get; init; }

    /// <summary>The vendor's model name, a tool's name, or the media type of a picture.</summary>
    public JsonText Name { get; init; }

    /// <summary>The vendor's raw JSON, by <see cref="Kind"/>.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Usage in Parley's buckets.</summary>
    public Usage? Usage { get => _detail as Usage; init => _detail = value ?? _detail; }

    /// <summary>A cited source.</summary>
    public Citation? Citation { get => _detail as Citation; init => _detail = value ?? _detail; }

    /// <summary>What failed.</summary>
    public GatewayFault? Fault { get => _detail as GatewayFault; init => _detail = value ?? _detail; }
}
