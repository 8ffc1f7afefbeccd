namespace Parley.Assets.Model;

/// <summary>Bytes that are kept once, however many files are made of them.</summary>
internal sealed class StoredBlob
{
    /// <summary>SHA-256 of the bytes, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Where they are. Never used again: bytes that come back after the last file of them went are another entry of the storage, so the removal of the old one cannot hit them.</summary>
    public required string Key { get; init; }

    public required long Size { get; init; }

    /// <summary>How many places of files are it. At 0 it is about to go.</summary>
    public required int Uses { get; set; }
}
