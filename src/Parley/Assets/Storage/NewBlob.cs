namespace Parley.Assets.Storage;

/// <summary>Bytes that were just written, before any row knows them.</summary>
internal sealed record NewBlob(string Hash, string Key, long Size)
{
    /// <summary>A row was made of it; otherwise the same bytes were there already, and these are not needed.</summary>
    public bool IsTaken { get; set; }
}
