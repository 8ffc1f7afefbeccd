namespace Parley.Shared;

/// <summary>Tells arguments of the configuration (<c>--Parley:Metering:Durability=Buffered</c>, <c>--Logging:LogLevel:Default Debug</c>)
/// from those of verbs: no option of a verb has a colon in its name.</summary>
internal static class CommandLineArguments
{
    // Options of the .NET host itself, which test hosts pass as well.
    private static readonly HashSet<string> HostOptions = new(StringComparer.OrdinalIgnoreCase) { "--environment", "--contentRoot", "--applicationName" };

    /// <summary>The web host that reads the configuration. Verbs take theirs from the same one, so that they never read another file than the server does.</summary>
    public static WebApplicationBuilder Builder(IEnumerable<string> configuration) =>
        // Settings are read once. Watching the working folder for changes would wake Parley at every write to a database in it.
        WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. configuration]);

    public static (string[] Verb, string[] Configuration) Split(IReadOnlyList<string> args)
    {
        List<string> verb = [], configuration = [];
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':', StringComparison.Ordinal) || HostOptions.Contains(name)))
            {
                verb.Add(args[i]);
                continue;
            }

            if (equals < 0 && i + 1 == args.Count) throw new UserError($"{name} needs a value: {name}=VALUE.");
            configuration.Add(equals < 0 ? $"{name}={args[++i]}" : args[i]);
        }

        return ([.. verb], [.. configuration]);
    }
}
