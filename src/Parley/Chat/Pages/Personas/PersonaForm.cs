using System.Globalization;
using Parley.Chat.Conversations;
using Parley.Chat.Personas;
using Parley.Ui;

namespace Parley.Chat.Pages.Personas;

/// <summary>Understands the form of a persona, and says in words what is wrong with it. Pure.</summary>
internal static class PersonaForm
{
    /// <summary>Values of the choice of a colour; empty leaves it to the name.</summary>
    public static IReadOnlyList<(string Value, string Label, int Hue)> Colors { get; } =
        [.. Enum.GetValues<PersonaColor>().Select(c => (NameOf(c), c.ToString(), Reading.PersonaLook.HueOf(c)))];

    public static string NameOf(PersonaColor color) => color.ToString().ToLowerInvariant();

    /// <summary>What was sent. What is wrong stands in the form afterwards.</summary>
    /// <param name="form">The form.</param>
    /// <param name="picture">The picture that is to be shown.</param>
    /// <param name="before">What it was: parameters that the form does not ask for stay.</param>
    public static PersonaContent Read(FormState form, Guid? picture, PersonaContent? before = null)
    {
        var content = new PersonaContent(form["name"].Trim())
        {
            Description = Text(form, "description"), SystemPrompt = Text(form, "systemPrompt"), Greeting = Text(form, "greeting"),
            Traits = Parts(form["traits"], ',', ';', '\n'), Starters = Parts(form["starters"], '\n'),
            Capabilities = form.IsOn("thinking") ? [PersonaCapabilities.ThinkingName] : [],
            Model = form["model"].Trim() is { Length: > 0 } model ? model : null,
            Parameters = (before?.Parameters ?? new ChatParameters()) with { Temperature = Number(form, "temperature"), TopP = Number(form, "topP"), MaxOutputTokens = Whole(form, "maxOutputTokens") },
            Avatar = Avatar(form, picture), UsesMemory = form.IsOn("usesMemory"), ProposesMemories = form.IsOn("proposesMemories"),
        };
        foreach (var (path, messages) in content.Mistakes())
            if (FieldOf(path) is var field && form.Error(field) is null) form.Fail(field, Sentence(path, field, content, messages[0]));
        return content;
    }

    private static PersonaAvatar? Avatar(FormState form, Guid? picture)
    {
        var glyph = form["glyph"].Trim() is { Length: > 0 } one ? one : null;
        var isColored = Enum.TryParse<PersonaColor>(form["color"], ignoreCase: true, out var color) && Enum.IsDefined(color);
        return isColored || glyph is not null || picture is not null ? new PersonaAvatar(color, glyph, picture) : null;
    }

    // A form's line ends are those of mail.
    private static string Text(FormState form, string name) => form[name].ReplaceLineEndings("\n").Trim();

    private static List<string> Parts(string text, params char[] between) =>
        [.. text.ReplaceLineEndings("\n").Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static double? Number(FormState form, string name)
    {
        if (form[name].Trim() is not { Length: > 0 } text) return null;
        // Half of the world writes 0,4.
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        form.Fail(name, "Write a number, such as 0.4, or leave it empty.");
        return null;
    }

    private static long? Whole(FormState form, string name)
    {
        if (form[name].Trim() is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)) return number;
        form.Fail(name, "Write a whole number, such as 2000, or leave it empty.");
        return null;
    }

    /// <summary>The field of the form for a path of the content: <c>traits[2]</c> is <c>traits</c>, <c>avatar.glyph</c> is <c>glyph</c>.</summary>
    private static string FieldOf(string path) => path.Split('[')[0].Split('.')[^1];

    private static string Sentence(string path, string field, PersonaContent content, string message) => field switch
    {
        "name" when content.Name.Length == 0 => "Give it a name.",
        "traits" or "starters" when path.Contains('[', StringComparison.Ordinal) =>
            $"“{Shorten((field == "traits" ? content.Traits : content.Starters)[int.Parse(path.Split('[', ']')[1], CultureInfo.InvariantCulture)])}” {message}.",
        "glyph" => "Use one character, such as a letter or an emoji.",
        _ => $"This {message.Replace(", or null", "", StringComparison.Ordinal).Replace(" or be null", "", StringComparison.Ordinal)}.",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
