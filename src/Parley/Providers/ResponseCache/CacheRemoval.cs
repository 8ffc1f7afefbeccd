using Parley.Shared;

namespace Parley.Providers.ResponseCache;

/// <summary>Which answers are to be removed: one of the first four members.</summary>
internal sealed record CacheRemoval : IChecked
{
    public bool? All { get; init; }

    public string? Model { get; init; }

    public string? ConversationId { get; init; }

    public string? PersonaId { get; init; }

    /// <summary>Not only the caller's own, but everybody's; for administrators.</summary>
    public bool Everyone { get; init; }

    /// <summary>What the answers belong to, as it is kept with them; null for whatever.</summary>
    internal string? Tag => ConversationId is not null ? $"conversation:{ConversationId}" : PersonaId is not null ? $"persona:{PersonaId}" : null;

    /// <summary>What cannot be used, by member; empty when all can.</summary>
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        List<string> given = [];
        Look("all", All is not null, All == true, "must be true when it is given");
        Look("model", Model is not null, Model is { Length: > 0 and <= 256 }, "must be the name of a model, at most 256 characters");
        Look("conversationId", ConversationId is not null, ConversationId is { Length: > 0 and <= 200 }, "must be the id of a conversation");
        Look("personaId", PersonaId is not null, PersonaId is { Length: > 0 and <= 200 }, "must be the id of a persona");
        if (given.Count == 0) mistakes["all"] = ["or one of model, conversationId and personaId must be given"];
        if (given.Count > 1) foreach (var name in given) mistakes[name] = ["must be the only one of all, model, conversationId and personaId"];
        return mistakes;

        void Look(string name, bool isGiven, bool isGood, string rule)
        {
            if (!isGiven) return;
            given.Add(name);
            if (!isGood) mistakes[name] = [rule];
        }
    }
}

/// <summary>How many answers were removed.</summary>
internal sealed record CacheRemoved(int Removed);
