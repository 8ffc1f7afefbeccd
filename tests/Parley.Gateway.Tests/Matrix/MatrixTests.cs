using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Parley.Gateway.Tests.Matrix.Staging;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>
/// Every served format over every kind of upstream, feature by feature, streamed and whole. <c>docs/wire-matrix.md</c> is what these
/// tests saw: <c>PARLEY_WRITE_DOCS=1</c> writes it.
/// </summary>
public sealed class MatrixTests(Stage stage) : IClassFixture<Stage>
{
    private static readonly ConcurrentDictionary<Cell, Task<Outcome>> Seen = [];

    public static TheoryData<int, string> Cells
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (at, cell) in Cell.All.Index()) data.Add(at, cell.ToString());
            return data;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public async Task What_both_formats_have_a_place_for_arrives_and_the_rest_is_named(int at, string name)
    {
        Assert.Equal(name, Cell.All[at].ToString());
        await OutcomeOf(Cell.All[at]);
    }

    /// <summary>Or a cell could be green because it never looked.</summary>
    [Fact]
    public void Whatever_is_looked_for_is_said_by_someone()
    {
        foreach (var feature in AllFeatures.InOrder)
        {
            var cells = Cell.All.Where(c => c.Feature == feature).ToList();
            var asked = cells.Where(c => feature.Ask(c.Client) is not null).Select(c => (Format: c.Client, Body: JsonNode.Parse(CellRun.Body(c)))).ToList();
            var told = cells.Select(c => (Format: c.Kind, Body: JsonNode.Parse(feature.Answer(c.Kind)))).ToList();
            Assert.All(feature.Asked, aspect => Assert.Contains(asked, a => aspect.In(a.Format) is { } said && Find.In(a.Body, said)));
            Assert.All(feature.Got, aspect => Assert.True(aspect.IsMade || told.Exists(t => aspect.In(t.Format) is { } said && Find.In(t.Body, said))));
            Assert.All(asked, a => Assert.Contains(feature.Asked, aspect => aspect.In(a.Format) is { } said && Find.In(a.Body, said)));
        }
    }

    [Fact]
    public async Task The_document_says_what_was_seen()
    {
        var outcomes = new Dictionary<Cell, Outcome>();
        foreach (var cell in Cell.All) outcomes.Add(cell, await OutcomeOf(cell));
        var text = MatrixDocument.Of(outcomes);
        if (Environment.GetEnvironmentVariable("PARLEY_WRITE_DOCS") == "1") await File.WriteAllTextAsync(MatrixDocument.Path, text);
        Assert.Equal(text, await File.ReadAllTextAsync(MatrixDocument.Path));
    }

    private Task<Outcome> OutcomeOf(Cell cell) => Seen.GetOrAdd(cell, one => CellRun.RunAsync(one, stage));
}
