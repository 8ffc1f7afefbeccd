using System.CommandLine;
using System.Text.Json;

namespace Parley.Shared;

/// <summary>
/// What a verb runs in: the server's configuration and the modules' services, without the web server. It works on the
/// database directly, so that verbs do the same whether a server runs or not; a running one notices by the change stamps.
/// </summary>
/// <param name="addModules">Adds the services that verbs need, and refuses a configuration that a server would refuse.</param>
/// <param name="prepare">Makes the database ready (migrations) before a verb works on it. Told whether it may make one where there is none.</param>
internal sealed class VerbHost(
    Action<IServiceCollection, IConfiguration> addModules, Func<IServiceProvider, bool, CancellationToken, Task> prepare)
{
    private static readonly JsonSerializerOptions Readable = new(StrictJson.Options) { WriteIndented = true };

    public Option<string?> Data { get; } = new("--data") { Description = "Folder of the database and keys, \"data\" by default.", Recursive = true };

    public Option<string?> Database { get; } = new("--database") { Description = "A PostgreSQL connection string instead of SQLite.", Recursive = true };

    /// <summary>The verb's result, for programs.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Hints and errors, for people.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>What a verb reads when it is told to (a credential), so that it stands in no process list.</summary>
    public TextReader Input { get; init; } = Console.In;

    /// <summary>Somebody sits at <see cref="Input"/> and can be asked.</summary>
    public bool IsTerminal { get; init; } = !Console.IsInputRedirected;

    internal string[] ConfigurationArguments { get; set; } = [];

    /// <summary>Runs a verb's work with its services, on the database that there is; an exception becomes one line and exit code 2.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, Task> work, CancellationToken cancellationToken) => RunAsync(parsed, mayMake: false, work, cancellationToken);

    /// <summary>The same for a verb that may come before the first start: it makes the database where there is none.</summary>
    public Task<int> RunFirstAsync(ParseResult parsed, Func<IServiceProvider, Task> work, CancellationToken cancellationToken) => RunAsync(parsed, mayMake: true, work, cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, bool mayMake, Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        IConfiguration configuration = CommandLineArguments.Builder(Arguments(parsed)).Configuration;
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddSingleton(this);
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        addModules(services, configuration);
        await using var provider = services.BuildServiceProvider();
        await prepare(provider, mayMake, cancellationToken);
        await work(provider);
        return 0;
    }

    /// <summary>The option of verbs that write a table: for programs, what the API answers.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Writes JSON, with the members of the API's answer." };

    public Task WriteJsonAsync<T>(T value) => Output.WriteLineAsync(JsonSerializer.Serialize(value, Readable));

    public async Task WriteLinesAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines) await Output.WriteLineAsync(line);
    }

    /// <summary>All arguments in the configuration's form. Throws a <see cref="UserError"/> for a setting that is given in two ways.</summary>
    internal IEnumerable<string> Arguments(ParseResult parsed) =>
        [.. Argument(parsed, Data, "Parley:DataFolder"), .. Argument(parsed, Database, "Parley:Database"), .. ConfigurationArguments];

    private IEnumerable<string> Argument(ParseResult parsed, Option<string?> option, string key)
    {
        if (parsed.GetValue(option) is not { } value) return [];
        var argument = $"--{key}={value}";
        // Values are not repeated: one may hold a password.
        return ConfigurationArguments.Any(other => other.StartsWith($"--{key}=", StringComparison.OrdinalIgnoreCase) && !other.Equals(argument, StringComparison.OrdinalIgnoreCase))
            ? throw new UserError($"{option.Name} and --{key} are the same setting, and say different things. Nothing was started; give one of them.")
            : [argument];
    }
}
