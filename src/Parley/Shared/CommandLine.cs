using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Data.Common;

namespace Parley.Shared;

/// <summary>The verbs of the binary. <c>serve</c> is the default; modules contribute theirs, also below each other's. Whatever goes wrong is one
/// line on standard error and exit code 2.</summary>
internal static class CommandLine
{
    public const int Failure = 2;

    /// <summary>Runs what the arguments say. <paramref name="serve"/> gets arguments of the configuration only.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Func<string[], Task<int>> serve, VerbHost host, params IEnumerable<Func<VerbHost, Command>> verbs)
    {
        try
        {
            var (verbArgs, configuration) = CommandLineArguments.Split(args);
            host.ConfigurationArguments = configuration;
            var parsed = Root(serve, host, verbs).Parse(verbArgs);
            if (parsed.Action is ParseErrorAction && CommandLineMistake.Find(parsed) is { } mistake)
                throw new UserError($"{mistake} Run \"{$"Parley {CommandLineMistake.NameOf(parsed)}".TrimEnd()} --help\" to see what there is.");
            // The web host handles SIGTERM and Ctrl-C by itself, with its own time to drain; a verb may simply end.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = host.Output,
                Error = host.Error,
            });
        }
        catch (Exception problem)
        {
            await host.Error.WriteLineAsync($"parley: {OneLine(problem)}");
            return Failure;
        }
    }

    /// <summary>What happened, in one line: the innermost reason where wrappers say nothing.</summary>
    internal static string OneLine(Exception problem)
    {
        while (problem is AggregateException or TypeInitializationException && problem.InnerException is { } inner) problem = inner;
        var text = problem switch
        {
            UserError => problem.Message,
            _ when ConfigurationTrouble.Describe(problem) is { } configuration => configuration,
            OperationCanceledException => "It was told to stop before it was done. What was finished until then is kept.",
            DbException => $"The database cannot be used: {problem.Message}",
            IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
                $"{problem.Message} Another program uses this port; stop it or choose another with --urls http://localhost:PORT.",
            UnauthorizedAccessException => $"{problem.Message} Change its rights, or start as a user who has them.",
            IOException => problem.Message,
            { InnerException: DbException inner } => $"The database cannot be used: {inner.Message}",
            { InnerException: UserError inner } => inner.Message,
            _ => $"{problem.Message} ({problem.GetType().Name})",
        };
        return string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>Whether these arguments of a verb are understood; nothing is run. Null when they are.</summary>
    internal static string? FindMistake(IReadOnlyList<string> args, VerbHost host, params IEnumerable<Func<VerbHost, Command>> verbs) =>
        CommandLineMistake.Find(Root(_ => Task.FromResult(0), host, verbs).Parse(CommandLineArguments.Split(args).Verb));

    /// <summary>What a shell makes of a variable that is not set: it must not mean the default.</summary>
    private static void RefuseEmpty(OptionResult option)
    {
        if (option.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) option.AddError($"{option.Option.Name} is given without a value; leave it out for the default.");
    }

    private static RootCommand Root(Func<string[], Task<int>> serve, VerbHost host, IEnumerable<Func<VerbHost, Command>> verbs)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen, http://localhost:5080 by default.", Recursive = false };
        foreach (var option in new[] { host.Data, host.Database, urls }) option.Validators.Add(RefuseEmpty);
        var root = new RootCommand("Parley, a self-hosted AI gateway. Without a verb it serves.");
        root.Options.Add(host.Data);
        root.Options.Add(host.Database);
        root.Options.Add(urls);
        var serveVerb = new Command("serve", "Starts the server (the default). Settings: --Parley:Section:Key=VALUE, listed in docs/deployment.md.");
        serveVerb.Options.Add(urls);
        foreach (var command in new[] { root, serveVerb })
        {
            command.SetAction((parsed, _) =>
                serve([.. host.Arguments(parsed), .. parsed.GetValue(urls) is { } value ? new[] { $"--urls={value}" } : []]));
        }

        root.Subcommands.Add(serveVerb);
        foreach (var verb in verbs.Select(create => create(host)))
        {
            Command parent = verb is VerbBelow below
                ? root.Subcommands.FirstOrDefault(known => known.Name == below.Parent) ?? throw new InvalidOperationException($"The verb {below.Name} belongs below {below.Parent}, which no module has.")
                : root;
            parent.Subcommands.Add(verb);
        }

        return root;
    }
}
