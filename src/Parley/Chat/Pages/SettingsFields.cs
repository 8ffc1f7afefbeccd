using System.Globalization;
using Parley.Chat.Conversations;
using Parley.Chat.Pages.Reading;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>The fields of a conversation's settings, as a form sends them.</summary>
internal static class SettingsFields
{
    /// <summary>The settings, or in a sentence what is wrong with them.</summary>
    public static (ChatParameters? Parameters, string? Problem) Read(FormState form)
    {
        List<string> wrong = [];
        var parameters = new ChatParameters(Number("Temperature"), Number("TopP"), Whole("MaxOutputTokens"), Word("ReasoningEffort"), Word("Instructions"));
        Dictionary<string, string[]> errors = [];
        parameters.Check(errors);
        wrong.AddRange(errors.Select(error => $"{Name(error.Key["parameters.".Length..])} {error.Value[0]}."));
        return wrong.Count > 0 ? (null, string.Join(" ", wrong)) : (parameters == new ChatParameters() ? null : parameters, null);

        string? Word(string field) => form[field].ReplaceLineEndings("\n").Trim() is { Length: > 0 } word ? word : null;

        double? Number(string field)
        {
            if (Word(field) is not { } text) return null;
            // People write one half as they learned it at school.
            if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
            wrong.Add($"{Name(field)} must be a number.");
            return null;
        }

        long? Whole(string field)
        {
            if (Word(field) is not { } text) return null;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            wrong.Add($"{Name(field)} must be a whole number.");
            return null;
        }
    }

    /// <summary>As they were sent, to be shown again.</summary>
    public static SettingsView Sent(FormState form) => new(form["Instructions"], form["Temperature"], form["TopP"], form["MaxOutputTokens"], form["ReasoningEffort"]);

    private static string Name(string field) => field.ToLowerInvariant() switch
    {
        "temperature" => "Temperature",
        "topp" => "Top P",
        "maxoutputtokens" => "The longest answer",
        "reasoningeffort" => "Thinking",
        _ => "The instructions",
    };
}
