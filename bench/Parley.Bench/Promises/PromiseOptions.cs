using System.Globalization;

namespace Parley.Bench.Promises;

internal sealed record PromiseOptions
{
    public static readonly IReadOnlyList<string> AllCases = ["faults", "dead", "tail", "overload"];

    public IReadOnlyList<string> Cases { get; init; } = AllCases;

    /// <summary>Calls of the case <c>faults</c>; the others derive theirs.</summary>
    public int Calls { get; init; } = 50_000;

    public int Connections { get; init; } = 32;

    public string? OutputFile { get; init; }

    /// <summary>Options from <c>--name value</c> pairs; null when one is unknown.</summary>
    public static PromiseOptions? Read(string[] args)
    {
        var options = new PromiseOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } changed) return null;
            options = changed;
        }

        return options;
    }

    private PromiseOptions? With(string name, string value) => name switch
    {
        "--cases" when value.Split(',') is var cases && cases.All(AllCases.Contains) => this with { Cases = cases },
        "--calls" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && calls > 0 => this with { Calls = calls },
        "--connections" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var connections) && connections > 0 => this with { Connections = connections },
        "--out" => this with { OutputFile = value },
        _ => null,
    };
}
