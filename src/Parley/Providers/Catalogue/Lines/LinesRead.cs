namespace Parley.Providers.Catalogue.Lines;

/// <summary>What a file holds.</summary>
/// <param name="Lines">Those that can be used.</param>
/// <param name="Refused">Those that are wrong: while there are any, nothing is imported unless an operator says so.</param>
/// <param name="PassedOver">Those that say nothing here, which is no mistake.</param>
internal sealed record LinesRead(IReadOnlyList<NumberedLine> Lines, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<RefusedLine> PassedOver)
{
    /// <summary>What a line leaves out is not known to be unknown: what the catalogue has already stays.</summary>
    public bool LeavesOut { get; init; }

    /// <summary>For each column in which a word was not known, the words that are.</summary>
    public IReadOnlyList<string> KnownWords { get; init; } = [];
}
