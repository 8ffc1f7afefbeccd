namespace Parley.Billing;

internal enum MeterDurability
{
    /// <summary>Nothing leaves before its record is on the disk.</summary>
    Durable,

    /// <summary>Answers do not wait for the disk; a crash loses records. For measuring only.</summary>
    Buffered,
}
