namespace Parley.Billing.Metering;

/// <summary>How far a record is on its way to the disk.</summary>
internal enum RecordStage : byte
{
    /// <summary>An intent that may still be overtaken by its settlement, or a settlement that has not come.</summary>
    Waiting,

    /// <summary>In the next batch.</summary>
    Ready,

    /// <summary>In the batch that is being committed.</summary>
    Writing,

    Durable,

    /// <summary>Not taken in: the queue was full or closed.</summary>
    Refused,
}
