using System.Globalization;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>Renders <c>docs/wire-matrix.md</c>.</summary>
internal static class MatrixDocument
{
    public static string Path { get; } = System.IO.Path.Combine(Root(), "docs", "wire-matrix.md");

    public static string Of(Dictionary<Cell, Outcome> outcomes)
    {
        var notes = new List<string>();
        var text = new StringBuilder("""
            # What crosses between formats

            The tests write this page: each cell is what they saw on both sides of a running gateway, streamed and whole.

            | Sign | Meaning |
            |---|---|
            | ✓ | Carried. |
            | ✓ with numbers | Carried, but for what the notes below the tables say. |
            | ✗ | Cannot exist there. |
            | = | The same format on both sides: the bytes go through as they are. |
            | · | One of the two formats has no such thing, so nothing can be lost. |

            Names behind a sign are what the header `x-parley-dropped` tells the caller. A model may take less than its vendor's format has;
            the header names that, too. `service_tier`, `prompt_cache_key`, `prompt_cache_retention` and the verbosity cross between chat and
            responses where the provider is OpenAI or Azure: compatible servers may refuse them. So does the search of the web, with the user's place, into chat for models that
            search there (`-search` in their names). Custom tools go as such to OpenAI and Azure; all
            others are told of a function with one argument, `input`, whose description holds the grammar, and what the model writes into it is the text
            that the caller gets. Instructions in the middle of a conversation stay there between chat and responses; messages and gemini have them in front of it,
            and so have compatible servers, in one message: the templates of many open models take no other.
            Images and files among the instructions of a responses request follow as the user's; a picture that is an address in an answer of chat becomes one in the Markdown of its text.

            """);
        foreach (var client in outcomes.Keys.Select(c => c.Client).Distinct()) Table(client, outcomes, notes, text);
        text.Append("\n## Notes\n\n");
        foreach (var (at, note) in notes.Index()) text.Append(CultureInfo.InvariantCulture, $"{at + 1}. {note}\n");
        return text.ToString();
    }

    private static void Table(WireFormat client, Dictionary<Cell, Outcome> outcomes, List<string> notes, StringBuilder text)
    {
        var kinds = Enum.GetValues<WireFormat>();
        text.Append(CultureInfo.InvariantCulture, $"\n## Clients of {client.Name()}\n\n| Over |").AppendJoin("", kinds.Select(k => $" {k.Name()} |")).Append("\n|---|---|---|---|---|\n");
        foreach (var feature in AllFeatures.InOrder)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {feature.Name} |");
            foreach (var kind in kinds)
            {
                var both = outcomes.Where(o => o.Key.Feature == feature && o.Key.Client == client && o.Key.Kind == kind).Select(o => o.Value).ToList();
                text.Append(CultureInfo.InvariantCulture, $" {Sign(both.Aggregate((a, b) => a.And(b)), notes)} |");
            }

            text.Append('\n');
        }
    }

    private static string Sign(Outcome outcome, List<string> notes)
    {
        var numbers = outcome.Notes.Distinct().Select(note =>
        {
            if (!notes.Contains(note)) notes.Add(note);
            return notes.IndexOf(note) + 1;
        }).Order().ToList();
        var sign = outcome.Mark switch { Mark.Absent => "·", Mark.Same => "=", Mark.Carried or Mark.Noted => "✓", _ => "✗" };
        if (numbers.Count > 0) sign += $" {string.Join(", ", numbers)}";
        return outcome.Dropped.Count == 0 ? sign : $"{sign} {string.Join(" ", outcome.Dropped.Select(d => $"`{d}`"))}";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Parley.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"There is no Parley.slnx above {AppContext.BaseDirectory}.");
    }
}
