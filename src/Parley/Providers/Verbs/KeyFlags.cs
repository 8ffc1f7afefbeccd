using System.CommandLine;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary>Where a verb takes credentials from. They are never arguments themselves: arguments stand in process lists
/// and in the shell's history.</summary>
internal sealed class KeyFlags
{
    private readonly Option<string[]> _env = new("--api-key-env") { Description = "The environment variable that holds a credential; repeatable, for several that are used in turn." };
    private readonly Option<bool> _stdin = new("--api-key-stdin") { Description = "Reads the credential from the first line of standard input." };

    public void AddTo(Command command)
    {
        command.Options.Add(_env);
        command.Options.Add(_stdin);
    }

    /// <summary>The credentials in their order; empty when none was given.</summary>
    public async Task<List<string>> ReadAsync(ParseResult parsed, VerbHost host, CancellationToken cancellationToken)
    {
        var variables = parsed.GetValue(_env) ?? [];
        if (!parsed.GetValue(_stdin)) return [.. variables.Select(Value)];
        if (variables.Length > 0) throw new UserError("--api-key-env and --api-key-stdin exclude each other.");
        var line = (await host.Input.ReadLineAsync(cancellationToken))?.Trim();
        return string.IsNullOrEmpty(line) ? throw new UserError("No credential came on standard input.") : [line];
    }

    private static string Value(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value ? value : throw new UserError($"The environment variable {variable} is not set.");
}
