namespace Parley.Chat.Generations.Endpoints;

/// <summary>What a person may say at once.</summary>
internal static class TurnText
{
    private const int LongestModel = 200, LongestKey = 100;

    public static void Check(string field, string text, bool hasFiles, Dictionary<string, string[]> mistakes)
    {
        if (string.IsNullOrWhiteSpace(text) && !hasFiles) mistakes[field] = ["must not be empty"];
        else if (text.Length > TurnWanted.LongestText) mistakes[field] = [$"has {text.Length:n0} characters, and may have {TurnWanted.LongestText:n0}; send the rest as a file"];
        else if (text.Contains('\0', StringComparison.Ordinal)) mistakes[field] = ["must not hold the character U+0000"];
    }

    public static void CheckModel(string? model, Dictionary<string, string[]> mistakes)
    {
        if (model is not null && model.Length is 0 or > LongestModel) mistakes["model"] = [$"must have 1 to {LongestModel} characters"];
    }

    /// <summary>Null when the header can be used.</summary>
    public static string? MistakeOfKey(string? key) => key is null || (key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and < '\x7f')) ? null : $"must be 1 to {LongestKey} visible ASCII characters";
}
