namespace Parley.Tests.Infrastructure;

/// <summary>What a verb of the command line gave.</summary>
internal sealed record VerbResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output of a verb that must succeed.</summary>
    public string Expect() => ExitCode == 0 ? Output.Trim() : throw new InvalidOperationException($"The verb ended with {ExitCode}: {Errors}{Output}");
}
