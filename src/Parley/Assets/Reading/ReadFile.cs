namespace Parley.Assets.Reading;

/// <summary>What is to be kept of a file that was sent.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MediaType">Of <paramref name="Content"/>.</param>
/// <param name="Content">The bytes; null for those that were sent.</param>
internal sealed record ReadFile(FileKind Kind, string MediaType, byte[]? Content)
{
    public byte[]? Thumbnail { get; init; }

    /// <summary>Text of a document; null for pictures, and for texts, which are it themselves.</summary>
    public string? Text { get; init; }

    public int? Characters { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? Pages { get; init; }

    public string? Note { get; init; }

    /// <summary>The ending that the name should have; null for whatever it has.</summary>
    public string? Extension { get; init; }
}
