namespace Parley.Tests.Architecture;

/// <summary>The checker itself: it fails on a forbidden edge.</summary>
public sealed class WallsTests
{
    private const string Table = """
        Text before.

        | Module | Purpose | May use |
        |---|---|---|
        | Alpha | a | nothing |
        | Beta | b | Alpha |
        | Gamma | c | Alpha |

        | Another | table | here |
        """;

    private static readonly IReadOnlyList<string> Breaches = new Walls("Synthetic", AllowedEdges.Parse(Table)).Breaches(
        typeof(WallsTests).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Synthetic", StringComparison.Ordinal) == true));

    [Theory]
    [InlineData("Synthetic.Gamma.Forbidden uses Synthetic.Beta.Allowed: Gamma may not use Beta")]
    [InlineData("Synthetic.Beta.PastTheDoorAsATypeArgument uses Synthetic.Alpha.Model.Entity, which is behind the front door of Alpha")]
    [InlineData("Synthetic.Root uses Synthetic.Alpha.Model.Inner, which is behind the front door of Alpha")]
    [InlineData("Synthetic.Delta.Unlisted: its module Delta is not in the table")]
    public void A_breach_is_seen(string breach) => Assert.Contains(breach, Breaches);

    [Theory]
    [InlineData("PastTheDoorInALambda")]
    [InlineData("PastTheDoorInAnAsyncMethod")]
    public void A_breach_in_code_that_the_compiler_moves_is_seen(string type) =>
        Assert.Contains(Breaches, breach => breach.StartsWith($"Synthetic.Beta.{type}+", StringComparison.Ordinal));

    [Fact]
    public void What_is_allowed_passes() => Assert.DoesNotContain(Breaches, breach => breach.StartsWith("Synthetic.Beta.Allowed ", StringComparison.Ordinal)
        || breach.Contains("AlphaSetup", StringComparison.Ordinal));

    [Fact]
    public void A_table_that_allows_an_unknown_module_is_refused() =>
        Assert.Throws<FormatException>(() => AllowedEdges.Parse("| Module | Purpose | May use |\n|---|---|---|\n| A | a | B |"));
}
