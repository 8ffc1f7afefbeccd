using System.CommandLine;
using System.Text.Json;

namespace Parley.Shared;

/// <summary>
/// What a verb runs in: the server's configuration and the modules' services, without the web server. It works on the
/// database directly, so that verbs do the same whether a server runs or not; a running one notices by the change stamps.
/// </summary>
/// <param name="addModules">Adds the services that verbs need.</param>
/// <param name="prepare">Makes the database ready (migrations) before a verb works on it.</param>
internal sealed class VerbHost(
    Action<IServiceCollection, IConfiguration> addModules, Func<IServiceProvider, CancellationToken, Task> prepare)
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

    /// <summary>Runs a verb's work with its services; an exception becomes one line and exit code 2.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        var configuration = Configuration(Arguments(parsed));
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddSingleton(this);
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        addModules(services, configuration);
        await using var provider = services.BuildServiceProvider();
        await prepare(provider, cancellationToken);
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

    /// <summary>All arguments in the configuration's form.</summary>
    internal IEnumerable<string> Arguments(ParseResult parsed)
    {
        if (parsed.GetValue(Data) is { } data) yield return $"--Parley:DataFolder={data}";
        if (parsed.GetValue(Database) is { } database) yield return $"--Parley:Database={database}";
        foreach (var argument in ConfigurationArguments) yield return argument;
    }

    // The same sources in the same order as the web host's.
    private static IConfiguration Configuration(IEnumerable<string> args)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;
        return new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. args])
            .Build();
    }
}
