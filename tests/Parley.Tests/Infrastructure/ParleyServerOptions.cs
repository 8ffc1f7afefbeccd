namespace Parley.Tests.Infrastructure;

internal sealed record ParleyServerOptions
{
    /// <summary>Environment variables of the server and of its verbs.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further arguments of <c>serve</c>, such as <c>--Parley:Metering:Durability=Buffered</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A PostgreSQL connection string; empty for SQLite in the data folder.</summary>
    public string Database { get; init; } = "";

    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(90);
}
