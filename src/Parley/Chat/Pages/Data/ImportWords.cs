using Parley.Chat.Transfer;

namespace Parley.Chat.Pages.Data;

/// <summary>What an import did, in words. Pure.</summary>
/// <param name="Title">The whole in a sentence.</param>
/// <param name="Lines">What there is to say besides.</param>
/// <param name="Problems">What could not be read.</param>
/// <param name="Kind">success, warning or danger.</param>
public sealed record ImportWords(string Title, IReadOnlyList<string> Lines, IReadOnlyList<string> Problems, string Kind)
{
    internal static ImportWords Of(ImportReport report)
    {
        List<string> lines = [];
        if (report.Messages > 0) lines.Add($"{Count(report.Messages, "message")} {Is(report.Messages)} new.");
        if (report.Updated > 0 && report.Added > 0) lines.Add($"{Count(report.Updated, "chat")} {Was(report.Updated)} here already and {(report.Updated == 1 ? "has" : "have")} what is new now.");
        if (report.Unchanged > 0 && report.Added + report.Updated > 0) lines.Add($"{Count(report.Unchanged, "chat")} {Was(report.Unchanged)} here already, and stayed as {(report.Unchanged == 1 ? "it is" : "they are")}.");
        if (report.Empty > 0) lines.Add($"{Count(report.Empty, "chat")} had nothing in {(report.Empty == 1 ? "it" : "them")} that could be shown, and {Was(report.Empty)} left out.");
        if (report.Failed > 0) lines.Add($"{Count(report.Failed, "chat")} could not be taken, and {Was(report.Failed)} left out.");
        return new(TitleOf(report), lines, [.. report.Problems.Select(Say)], report.Added + report.Updated + report.Unchanged == 0 ? "danger" : report.Complete ? "success" : "warning");
    }

    private static string TitleOf(ImportReport report) => (report.Added, report.Updated, report.Unchanged) switch
    {
        (> 0, _, _) => $"{Count(report.Added, "chat")} {Was(report.Added)} imported.",
        (0, > 0, _) => $"{Count(report.Updated, "chat")} {Was(report.Updated)} here already and {(report.Updated == 1 ? "has" : "have")} what is new now.",
        (0, 0, > 0) => report.Unchanged == 1 ? "The chat in this file is here already. Nothing was changed." : $"All {report.Unchanged} chats that could be read are here already. Nothing was changed.",
        _ => "Nothing was imported: there is no chat in this file that could be taken.",
    };

    private static string Say(ImportProblem problem) => (problem.Conversation, problem.Title) switch
    {
        ({ } place, { Length: > 0 } title) => $"Chat {place} (“{title}”) {problem.Problem}.",
        ({ } place, _) => $"Chat {place} {problem.Problem}.",
        _ => problem.Problem,
    };

    private static string Count(int count, string what) => $"{count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    private static string Was(int count) => count == 1 ? "was" : "were";

    private static string Is(int count) => count == 1 ? "is" : "are";
}
