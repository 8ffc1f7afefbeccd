using System.Text.Json;
using Parley.Chat.Personas;

namespace Parley.Chat.Pages.Personas;

/// <summary>Tells in words and lines what two versions of a persona differ in. Pure.</summary>
internal static class ReadableDiff
{
    /// <summary>Lines that stayed are shown this far around those that changed.</summary>
    private const int Around = 2;

    public static IReadOnlyList<FieldChange> Between(PersonaContent before, PersonaContent after) =>
        [.. PersonaDiff.Between(before, after).Select(f => new FieldChange(LabelOf(f.Field), Shorten([.. (f.Lines ?? PersonaDiff.Lines(Words(f.Before), Words(f.After))).Select(l => new DiffLine(l[0], l[1..]))])))];

    /// <summary>Puts one mark in the place of what stayed and is far from every change.</summary>
    internal static IReadOnlyList<DiffLine> Shorten(IReadOnlyList<DiffLine> lines)
    {
        var isNear = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].Mark != ' ')
                for (var near = Math.Max(0, i - Around); near <= Math.Min(lines.Count - 1, i + Around); near++) isNear[near] = true;
        List<DiffLine> shown = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (isNear[i]) shown.Add(lines[i]);
            else if (shown.Count == 0 || shown[^1].Mark != '…') shown.Add(new DiffLine('…', ""));
        }

        return shown;
    }

    private static string LabelOf(string field) => field switch
    {
        "name" => "Name",
        "description" => "Description",
        "systemPrompt" => "Instructions",
        "traits" => "Manner",
        "capabilities" => "Switched on",
        "model" => "Model",
        "parameters" => "Fine tuning",
        "greeting" => "Greeting",
        "starters" => "Starters",
        "avatar" => "Picture",
        "usesMemory" => "Memory",
        "proposesMemories" => "Proposals",
        _ => field,
    };

    private static string[] Words(JsonElement? value) => value is not { } known ? [] : known.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        JsonValueKind.String => known.GetString() is { Length: > 0 } text ? [text] : [],
        JsonValueKind.True => ["on"],
        JsonValueKind.False => ["off"],
        JsonValueKind.Array => [.. known.EnumerateArray().Select(i => i.ToString())],
        JsonValueKind.Object => [.. known.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).Select(m => m.Name == "fileId" ? "a picture" : $"{Spell(m.Name)} {m.Value}")],
        _ => [known.ToString()],
    };

    private static string Spell(string name) => name switch { "topP" => "top-p", "maxOutputTokens" => "most tokens", "glyph" => "character", "color" => "colour", _ => name };
}
