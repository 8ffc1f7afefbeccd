namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// What a model takes, by the version in its name, as the vendor's documentation of models, thinking and effort tells
/// it. A name without a version (an alias, or another vendor's model behind this format) counts as taking
/// everything, and thinking by budget, which is the older and more widely understood form.
/// </summary>
internal readonly struct ModelTraits
{
    private readonly int _version; // 4.6 is 406; 0 for unknown
    private readonly bool _canTurnOff;

    private ModelTraits(int version, string name)
    {
        _version = version;
        _canTurnOff = version < 500 || (version == 500
            && (name.Contains("opus", StringComparison.Ordinal) || name.Contains("sonnet", StringComparison.Ordinal)));
    }

    /// <summary>Thinking in any form: since 3.7.</summary>
    public bool Thinks => _version is 0 or >= 307;

    /// <summary>Adaptive thinking with an effort: since 4.6.</summary>
    public bool IsAdaptive => _version >= 406;

    /// <summary>Thinking text must be asked for (<c>display</c>), and <c>xhigh</c> is an effort: since 4.7.</summary>
    public bool OmitsThinking => _version >= 407;

    /// <summary>Models before 5 do not think unless asked.</summary>
    public bool ThinksUnasked => _version >= 500;

    /// <summary>Takes <c>thinking</c> <c>disabled</c>.</summary>
    public bool CanTurnOff => _canTurnOff;

    /// <summary>Takes temperature, top_p and top_k: until 4.6.</summary>
    public bool Samples => _version < 407;

    /// <summary>Takes temperature or top_p, not both: since 4.1.</summary>
    public bool TakesOneSampler => _version >= 401;

    /// <summary>Structured output and strict tools: Opus 4.1, and all since 4.5.</summary>
    public bool IsStructured => _version is 0 or 401 or >= 405;

    public static ModelTraits Of(string model)
    {
        var name = model.ToLowerInvariant();
        var at = name.IndexOf("claude", StringComparison.Ordinal);
        if (at < 0) return new(0, name);
        int major = 0, minor = 0;
        var words = name[at..].Split('-', '.', '@', ':', '_', '/');
        for (var i = 1; i < words.Length; i++)
        {
            if (!IsNumber(words[i], out major)) continue;
            if (i + 1 < words.Length) IsNumber(words[i + 1], out minor);
            break;
        }

        return new(major * 100 + minor, name);
    }

    /// <summary>One or two digits: eight are a date.</summary>
    private static bool IsNumber(string word, out int number)
    {
        number = 0;
        return word.Length <= 2 && int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
    }
}
