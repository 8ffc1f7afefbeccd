using System.Globalization;
using System.Text.Json;

namespace Parley.Shared;

/// <summary>Says what is wrong with a source of the configuration that the framework cannot read. Never shows a value: it may be a secret.</summary>
internal static class ConfigurationTrouble
{
    private const string File = "Failed to load configuration from file '", Value = "Failed to convert configuration value ";

    /// <summary>Null for everything else.</summary>
    public static string? Describe(Exception problem) => problem switch
    {
        InvalidDataException { InnerException: { } reason } when problem.Message.StartsWith(File, StringComparison.Ordinal) =>
            $"The configuration file {problem.Message[File.Length..problem.Message.LastIndexOf('\'')]} cannot be used: {Reason(reason)} Nothing was started; correct it.",
        // Its message is the folder and nothing else.
        DirectoryNotFoundException when Path.IsPathFullyQualified(problem.Message) => $"The content root {problem.Message} is no folder. Nothing was started; name another with --contentRoot, or leave it out.",
        InvalidOperationException when KeyIn(problem) is { } key => $"{key} has a value of a wrong type. Nothing was started; correct it.",
        _ => null,
    };

    /// <summary>The key whose value could not be converted: "Failed to convert configuration value '...' at 'Parley:X' to type ...".</summary>
    public static string? KeyIn(Exception problem)
    {
        const string Before = " at '", After = "' to type '";
        if (!problem.Message.StartsWith(Value, StringComparison.Ordinal)) return null;
        // From the end: the value may hold anything.
        var end = problem.Message.LastIndexOf(After, StringComparison.Ordinal);
        var start = end < 0 ? -1 : problem.Message.LastIndexOf(Before, end, StringComparison.Ordinal);
        return start < 0 ? null : problem.Message[(start + Before.Length)..end];
    }

    private static string Reason(Exception reason) => reason switch
    {
        { InnerException: JsonException { LineNumber: { } line } json } => string.Create(CultureInfo.InvariantCulture, $"it is not valid JSON (line {line + 1}, byte {json.BytePositionInLine + 1})."),
        _ => reason.Message,
    };
}
