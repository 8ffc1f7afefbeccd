using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Chat.Personas;

/// <summary>Compares versions. Pure.</summary>
internal static class PersonaDiff
{
    /// <summary>Longer texts are shown as removed and added as wholes: comparing them would cost the square of their lines.</summary>
    private const int MostLines = 1_000;

    public static IReadOnlyList<FieldDiff> Between(PersonaContent before, PersonaContent after)
    {
        var (a, b) = (JsonNode.Parse(before.Write())!.AsObject(), JsonNode.Parse(after.Write())!.AsObject());
        return [.. b.Where(f => !JsonNode.DeepEquals(a[f.Key], f.Value)).Select(f => new FieldDiff(f.Key, Element(a[f.Key]), Element(f.Value), LinesOf(a[f.Key], f.Value)))];
    }

    /// <summary>The shortest way from one list of lines to the other, by their longest common subsequence.</summary>
    public static IReadOnlyList<string> Lines(string[] before, string[] after)
    {
        if (before.Length > MostLines || after.Length > MostLines) return [.. before.Select(l => "-" + l), .. after.Select(l => "+" + l)];
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        List<string> lines = [];
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j]) (lines, i, j) = (With(lines, " " + before[i]), i + 1, j + 1);
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add("-" + before[i++]);
            else lines.Add("+" + after[j++]);
        }

        return lines;
    }

    private static List<string> With(List<string> lines, string line)
    {
        lines.Add(line);
        return lines;
    }

    private static IReadOnlyList<string>? LinesOf(JsonNode? before, JsonNode? after) =>
        before?.GetValueKind() == JsonValueKind.String && after?.GetValueKind() == JsonValueKind.String && (before.GetValue<string>() + after.GetValue<string>()).Contains('\n')
            ? Lines(Split(before.GetValue<string>()), Split(after.GetValue<string>())) : null;

    private static string[] Split(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private static JsonElement? Element(JsonNode? node) => node is null ? null : JsonElement.Parse(node.ToJsonString());
}
