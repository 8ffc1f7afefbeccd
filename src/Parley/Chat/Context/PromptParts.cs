using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>
/// Makes the prompt of what was chosen for it. Pure. What changes least stands first: the persona's words, then the summary, then the turns; memories, which are chosen anew for every
/// question, stand with the question.
/// </summary>
internal static class PromptParts
{
    private const string Continue = "Go on exactly where your last message broke off. Repeat nothing of it, and do not comment on the break.";

    public static Prompt Make(PersonaInUse persona, ChatParameters parameters, string? summary, IEnumerable<BranchMessage> messages, Func<Guid, IReadOnlyList<ContentPart>> filesOf, bool continues)
    {
        var prompt = new Prompt
        {
            Temperature = parameters.Temperature ?? persona.Temperature,
            TopP = parameters.TopP ?? persona.TopP,
            MaxOutputTokens = parameters.MaxOutputTokens ?? persona.MaxOutputTokens,
            Reasoning = ReasoningOf(persona, parameters),
        };
        if (persona.SystemPrompt.Length > 0) prompt.System.Add(new TextPart(persona.SystemPrompt));
        if (parameters.Instructions is { } instructions) prompt.System.Add(new TextPart(instructions));
        if (summary is not null) prompt.System.Add(new TextPart("The conversation so far, in short, up to where the messages below begin:\n\n" + summary));
        if (prompt.System.Count > 0) prompt.System[^1] = prompt.System[^1] with { CacheControl = VendorCache.Mark };
        foreach (var message in messages)
        {
            var files = message.Role == MessageRole.User ? filesOf(message.Id) : [];
            // An answer that never came says nothing to a model.
            if (message.Text.Length == 0 && files.Count == 0) continue;
            List<ContentPart> parts = [.. files];
            if (message.Text.Length > 0) parts.Add(new TextPart(message.Text));
            prompt.Turns.Add(new Turn(message.Role == MessageRole.User ? TurnRole.User : TurnRole.Assistant, parts));
        }

        if (continues) prompt.Turns.Add(new Turn(TurnRole.User, [new TextPart(Continue)]));
        // Up to the last answer the next prompt will be the same.
        if (prompt.Turns.Count > 1) prompt.Turns[^2].Parts[^1] = prompt.Turns[^2].Parts[^1] with { CacheControl = VendorCache.Mark };
        if (persona.Memories.Count > 0 && prompt.Turns.Count > 0) prompt.Turns[^1].Parts.Insert(0, new TextPart(Remembered(persona)));
        return prompt;
    }

    /// <summary>The conversation's word, then the persona's, then what its switch means.</summary>
    private static Reasoning? ReasoningOf(PersonaInUse persona, ChatParameters parameters) => (parameters.ReasoningEffort ?? persona.ReasoningEffort) switch
    {
        "none" => new Reasoning(false, "none", null),
        { } effort => new Reasoning(true, effort, null),
        null => persona.Capabilities.Contains("thinking") ? new Reasoning(true, "medium", null) : null,
    };

    private static string Remembered(PersonaInUse persona) =>
        "What you remember of the person you talk with (use what matters, do not recite it):\n" + string.Join('\n', persona.Memories.Select(m => "- " + m.Text)) + "\n\n";
}
