namespace Parley.Chat.Model;

/// <summary>Who answered, as people call it.</summary>
internal static class Answerer
{
    private const string Automatic = "auto";

    /// <param name="asked">The model that was asked for: a name that may stand for several.</param>
    /// <param name="answered">The one that answered, by its provider's name; null before the end, or where that is not known.</param>
    /// <returns>Null for not known.</returns>
    public static string? NameOf(string? asked, string? answered) => (asked, answered) switch
    {
        (Automatic, null) => "Automatic",
        ({ } name, { } one) when name != one && !name.EndsWith("/" + one, StringComparison.Ordinal) => $"{one} ({(name == Automatic ? "automatic" : name)})",
        _ => asked ?? answered,
    };
}
