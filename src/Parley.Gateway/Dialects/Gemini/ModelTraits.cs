using System.Globalization;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// What a model takes, by the version in its name, as the vendor's documentation of models, thinking and files tells it. A Gemini
/// without a version (<c>gemini-flash-latest</c>) counts as the newest; whatever is no Gemini takes the least.
/// </summary>
internal readonly struct ModelTraits
{
    private const int Newest = int.MaxValue;

    private readonly int _version; // 2.5 is 205; 0 for what is no Gemini
    private readonly string _name;

    private ModelTraits(int version, string name) => (_version, _name) = (version, name);

    /// <summary>Thinks, by a budget: since 2.5, but those that make images only since 3.</summary>
    public bool Thinks => _version >= (MakesImages ? 300 : 205);

    /// <summary>Thinks by levels, and wants thought signatures on calls of tools: since 3.</summary>
    public bool IsThree => _version >= 300;

    /// <summary>Fetches files from public addresses: since 2.5.</summary>
    public bool FetchesFiles => _version >= 205;

    /// <summary>Takes structured output together with tools: since 3.</summary>
    public bool StructuresWithTools => _version >= 300;

    /// <summary>Smallest budget with which it thinks.</summary>
    public long LeastBudget => Is("pro") ? 128 : Is("lite") ? 512 : 1;

    /// <summary>Largest budget.</summary>
    public long MostBudget => Is("pro") ? 32_768 : 24_576;

    /// <summary>A budget of 0 turns thinking off: not in Pro.</summary>
    public bool CanTurnOff => !Is("pro");

    /// <summary>The lowest level: Pro has no <c>minimal</c>, nor has Flash since 3.7.</summary>
    public string LeastLevel => Is("pro") || (Is("flash") && !Is("lite") && _version >= 307) ? "low" : "minimal";

    /// <summary>Has the level <c>medium</c>: all but the first Pro, and those that make images.</summary>
    public bool HasMedium => !(Is("pro") && _version == 300) && !MakesImages;

    /// <summary>Has the level <c>low</c>: all but those that make images.</summary>
    public bool HasLow => !MakesImages;

    /// <summary>Takes no level at all.</summary>
    public bool HasOneLevel => MakesImages && Is("pro");

    private bool MakesImages => Is("image");

    public static ModelTraits Of(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (!name.StartsWith("gemini-", StringComparison.Ordinal)) return new(0, name);
        if (name is "gemini-pro" or "gemini-pro-vision") return new(100, name);
        var words = name["gemini-".Length..].Split('-');
        var numbers = words[0].Split('.');
        if (!IsNumber(numbers[0], out var major)) return new(Newest, name);
        var minor = 0;
        if (numbers.Length > 1) IsNumber(numbers[1], out minor);
        return new(major * 100 + minor, name);
    }

    private bool Is(string word) => _name.Contains(word, StringComparison.Ordinal);

    /// <summary>One or two digits: more are no version.</summary>
    private static bool IsNumber(string word, out int number)
    {
        number = 0;
        return word.Length <= 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
