namespace Parley.Gateway.Tests.Matrix;

/// <summary>What was observed in a cell. <paramref name="Notes"/>: what users are told did not arrive; <paramref name="Dropped"/>: what the
/// answer's header named.</summary>
internal sealed record Outcome(Mark Mark, IReadOnlyList<string> Notes, IReadOnlyList<string> Dropped)
{
    /// <summary>Streamed and whole in one cell.</summary>
    public Outcome And(Outcome other) => new(
        Mark == other.Mark || other.Mark == Mark.Absent ? Mark : Mark == Mark.Absent ? other.Mark : Mark.Noted,
        [.. Notes.Union(other.Notes)], [.. Dropped.Union(other.Dropped)]);
}
