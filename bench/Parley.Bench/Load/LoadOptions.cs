using System.Globalization;

namespace Parley.Bench.Load;

internal sealed record LoadOptions
{
    public IReadOnlyList<LoadCase> Cases { get; init; } = LoadCase.All;

    public IReadOnlyList<string> Targets { get; init; } = ["direct", "yarp", "parley"];

    public int Rounds { get; init; } = 5;

    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A PostgreSQL connection string for Parley; empty for SQLite.</summary>
    public string Database { get; init; } = "";

    /// <summary>Parley's base URL, key and process, when one runs already; otherwise one is started.</summary>
    public Uri? RunningUrl { get; init; }

    public string RunningKey { get; init; } = "";

    public int RunningProcess { get; init; }

    public string? OutputFile { get; init; }

    /// <summary>Options from <c>--name value</c> pairs; null when one is unknown.</summary>
    public static LoadOptions? Read(string[] args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } changed) return null;
            options = changed;
        }

        return options;
    }

    private LoadOptions? With(string name, string value) => name switch
    {
        "--cases" => this with { Cases = [.. value.Split(',').Select(n => LoadCase.All.First(c => c.Name == n))] },
        "--targets" => this with { Targets = value.Split(',') },
        "--rounds" => this with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
        "--warmup" => this with { Warmup = Seconds(value) },
        "--seconds" => this with { Window = Seconds(value) },
        "--database" => this with { Database = value },
        "--url" => this with { RunningUrl = new(value) },
        "--key" => this with { RunningKey = value },
        "--pid" => this with { RunningProcess = int.Parse(value, CultureInfo.InvariantCulture) },
        "--out" => this with { OutputFile = value },
        _ => null,
    };

    private static TimeSpan Seconds(string value) => TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture));
}
