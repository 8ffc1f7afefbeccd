namespace Parley.Billing.Model;

/// <summary>One durable commit: all records that one process had in hand, as <c>JournalCodec</c> writes them. Lives
/// until it is projected into <see cref="UsageEvent"/> rows, in whose transaction it is deleted.</summary>
internal sealed class JournalBatch
{
    public long Sequence { get; init; }

    public required string Node { get; init; }

    public required byte[] Records { get; init; }
}
