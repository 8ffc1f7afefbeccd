namespace Parley.Tests.Reliability;

/// <summary>Tests that measure times and memory of a real process run one after the other, and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Reliable : ICollectionFixture<ReliabilityStage>
{
    public const string Name = "reliability";

    /// <summary>How often a test does its thing: a few times in CI, as often as a person asks for by an environment variable.</summary>
    internal static int Times(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var asked) && asked > 0 ? asked : usual;
}
