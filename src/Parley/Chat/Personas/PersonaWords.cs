namespace Parley.Chat.Personas;

/// <summary>What a persona tells a model. Pure.</summary>
internal static class PersonaWords
{
    /// <summary>The system prompt with the traits behind it; empty for nothing.</summary>
    public static string Of(PersonaContent persona)
    {
        var manner = persona.Traits.Count == 0 ? "" : $"Your manner: {string.Join(", ", persona.Traits)}.";
        return persona.SystemPrompt.Length == 0 || manner.Length == 0 ? persona.SystemPrompt + manner : persona.SystemPrompt + "\n\n" + manner;
    }
}
