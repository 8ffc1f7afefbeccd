using System.ComponentModel;
using System.Text.Json;

namespace Parley.Chat.Personas;

/// <summary>One field that differs between two versions.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it became.</param>
/// <param name="Lines">For texts of several lines: each line, with "-" before one that went, "+" before one that came, and a blank before one that stayed; null otherwise.</param>
internal sealed record FieldDiff(
    string Field, JsonElement? Before, JsonElement? After,
    [property: Description("Each line with -, + or a blank before it; null where a text has one line.")] IReadOnlyList<string>? Lines);
