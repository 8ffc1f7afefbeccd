namespace Parley.Chat.Memory;

/// <summary>What a memory may say. Pure.</summary>
internal static class MemoryText
{
    /// <summary>In one line.</summary>
    public static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static void Check(IDictionary<string, string[]> errors, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MemoryRow.MaxText) errors["text"] = [$"must have 1 to {MemoryRow.MaxText} characters"];
        else if (text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c))) errors["text"] = ["must not contain control characters"];
    }
}
