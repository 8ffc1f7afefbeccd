using System.ComponentModel;
using System.Text.Json;
using Parley.Chat.Conversations;
using Parley.Shared;

namespace Parley.Chat.Personas;

/// <summary>What a person may say of a persona: the body of its creation and its replacement, and what a version holds.</summary>
internal sealed record PersonaContent([property: Description("1 to 100 characters.")] string Name) : IChecked
{
    public const int MaxName = 100, MaxDescription = 500, MaxPrompt = 20_000, MaxTraits = 12, MaxTrait = 60, MaxGreeting = 2_000, MaxStarters = 8, MaxStarter = 300, MaxModel = 200;

    [Description("For the person; no model sees it. At most 500 characters.")]
    public string Description { get; init; } = "";

    [Description("What the model is told before everything else; at most 20000 characters, empty for nothing.")]
    public string SystemPrompt { get; init; } = "";

    [Description("Manners in a word or two each, told to the model behind the system prompt; at most 12.")]
    public IReadOnlyList<string> Traits { get; init; } = [];

    [Description("What is switched on; `capabilities` of the persona's answer says under `can` what its model is known to be able to. There is one switch: thinking, the model reasons before it answers.")]
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    [Description("The model or route that is asked where neither message nor conversation names one; null for the person's default.")]
    public string? Model { get; init; }

    [Description("Where the conversation says nothing else; null for the model's own.")]
    public ChatParameters? Parameters { get; init; }

    [Description("Shown in an empty conversation; at most 2000 characters. No model sees it.")]
    public string Greeting { get; init; } = "";

    [Description("First messages to choose from; at most 8.")]
    public IReadOnlyList<string> Starters { get; init; } = [];

    [Description("A colour with a glyph, or a picture; null: the first letters of the name.")]
    public PersonaAvatar? Avatar { get; init; }

    [Description("It remembers, and is told what it remembers; false: it knows of the person what the conversation says.")]
    public bool UsesMemory { get; init; } = true;

    [Description("After an answer its model is asked what is worth remembering; what it proposes waits for approval. Costs one short request each time.")]
    public bool ProposesMemories { get; init; }

    public static PersonaContent Read(string json) => JsonSerializer.Deserialize<PersonaContent>(json, StrictJson.Lenient)!;

    public string Write() => JsonSerializer.Serialize(this, StrictJson.Options);

    /// <summary>Without blanks around what people type.</summary>
    public PersonaContent Tidy() => this with
    {
        Name = Name.Trim(), Description = Description.Trim(), SystemPrompt = SystemPrompt.Trim(), Greeting = Greeting.Trim(), Model = Model?.Trim(),
        Traits = [.. Traits.Select(t => t.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)], Capabilities = [.. Capabilities.Order(StringComparer.Ordinal)],
        Starters = [.. Starters.Select(s => s.Trim())], Parameters = Parameters == new ChatParameters() ? null : Parameters,
    };

    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> errors = [];
        Line(errors, "name", Name, MaxName);
        if (Model is not null) Line(errors, "model", Model, MaxModel, " or be null");
        Text(errors, "description", Description, MaxDescription);
        Text(errors, "systemPrompt", SystemPrompt, MaxPrompt);
        Text(errors, "greeting", Greeting, MaxGreeting);
        Lines(errors, "traits", Traits, MaxTraits, MaxTrait);
        Lines(errors, "starters", Starters, MaxStarters, MaxStarter);
        for (var i = 0; i < Capabilities.Count; i++)
            if (!PersonaCapabilities.All.Contains(Capabilities[i])) errors[$"capabilities[{i}]"] = [$"must be one of: {string.Join(", ", PersonaCapabilities.All)}"];
        if (Capabilities.Distinct(StringComparer.Ordinal).Count() < Capabilities.Count) errors["capabilities"] = ["must not repeat a name"];
        Parameters?.Check(errors);
        if (Parameters?.Instructions is not null) errors["parameters.instructions"] = ["is for conversations; a persona has its systemPrompt"];
        Avatar?.Check(errors);
        return errors;
    }

    private static void Line(Dictionary<string, string[]> errors, string name, string value, int most, string or = "")
    {
        if (value.Length > most || string.IsNullOrWhiteSpace(value)) errors[name] = [$"must have 1 to {most} characters{or}"];
        else if (value.Any(char.IsControl)) errors[name] = ["must not contain line breaks or other control characters"];
    }

    private static void Lines(Dictionary<string, string[]> errors, string name, IReadOnlyList<string> values, int count, int most)
    {
        if (values.Count > count) errors[name] = [$"must have at most {count} entries"];
        else for (var i = 0; i < values.Count; i++) Line(errors, $"{name}[{i}]", values[i] ?? "", most);
    }

    private static void Text(Dictionary<string, string[]> errors, string name, string value, int most)
    {
        if (value.Length > most) errors[name] = [$"must have at most {most} characters"];
        else if (value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) errors[name] = ["must not contain control characters other than line breaks and tabs"];
    }
}
