namespace Parley.Providers.Catalogue;

/// <summary>The row of a line that an operator imported.</summary>
internal sealed class ImportedLine
{
    /// <summary>The line's key: model, unit, condition, time.</summary>
    public required string Key { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>The line itself, as our CSV writes it: exact, and read by the same rules as a file.</summary>
    public required string Line { get; init; }

    public DateTimeOffset ImportedAt { get; init; }
}
