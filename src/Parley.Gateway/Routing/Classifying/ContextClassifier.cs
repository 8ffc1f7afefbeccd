using System.Buffers;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>
/// Tells what kind of request it is, by cheap signs: first the shape of the text, which every language has (code fences,
/// brackets, lists, length), then words. Pure, and bounded in time: the text is cut before it comes here.
/// </summary>
internal static class ContextClassifier
{
    /// <summary>Prompts from this size on are long: some of the models in use cannot take them, and their price is in the prompt.</summary>
    public const long LongPrompt = 16_000;

    private const int LongestGreeting = 48, Demanding = 3;

    private static readonly SearchValues<char> CodeSigns = SearchValues.Create("{}[]<>=;|\\^_$∑∫√≤≥≈→∂");

    private static readonly SearchValues<string> CodeShapes = SearchValues.Create(
        ["();", "){", ") {", "=>", "==", "!=", "::", "</", "/>", "->", "&&", "||", "#include", "\\frac", "$$", "SELECT ", "    at ", ".cs:", ".py\"", ".js:", "Error:", "Exception:"], StringComparison.Ordinal);

    /// <summary>The kind of a request.</summary>
    /// <param name="words">What the person said last.</param>
    /// <param name="promptTokens">The whole prompt's estimated length.</param>
    /// <param name="needs">What the request needs.</param>
    public static ClassifiedRequest Classify(LastWords words, long promptTokens, ModelCapabilities needs)
    {
        if (promptTokens >= LongPrompt) return new ClassifiedRequest(RequestContext.Long, "size");
        var text = words.Text.AsSpan().Trim();
        if (text.Contains("```", StringComparison.Ordinal)) return new ClassifiedRequest(RequestContext.Technical, "code");
        if (IsGreeting(text, words)) return new ClassifiedRequest(RequestContext.Greeting, "short");
        var code = CodeScore(text);
        if (code >= 2) return new ClassifiedRequest(RequestContext.Technical, "code");
        var technical = Vocabulary.Technical.CountIn(text) + code;
        var creative = Vocabulary.Creative.CountIn(text);
        if (creative > 0 && creative >= technical) return new ClassifiedRequest(RequestContext.Creative, "words");
        if (technical > 0) return new ClassifiedRequest(RequestContext.Technical, code > 0 ? "code" : "words");
        if ((needs & ModelCapabilities.Tools) != 0) return new ClassifiedRequest(RequestContext.Technical, "tools");
        if ((needs & ModelCapabilities.Reasoning) != 0) return new ClassifiedRequest(RequestContext.Technical, "reasoning");
        return Weight(text, words.Length) >= Demanding ? new ClassifiedRequest(RequestContext.Technical, "structure") : new ClassifiedRequest(RequestContext.Conversation, "talk");
    }

    /// <summary>A word of welcome, alone or with a name; in languages that the list does not know, one or two words that open a conversation.</summary>
    private static bool IsGreeting(ReadOnlySpan<char> text, LastWords words)
    {
        if (text.IsEmpty || text.Length > LongestGreeting || text.ContainsAnyInRange('0', '9')) return false;
        if (Vocabulary.Greetings.Begins(text)) return Vocabulary.Technical.CountIn(text) == 0 && Vocabulary.Creative.CountIn(text) == 0 && SpaceCount(text) <= 5;
        return words.IsFirst && text.Length <= 12 && SpaceCount(text) <= 1 && !text.ContainsAny("?？¿") && text.Length > 1 && !text.ContainsAny(CodeSigns)
            && !IsWide(text) && Vocabulary.Technical.CountIn(text) == 0 && Vocabulary.Creative.CountIn(text) == 0;
    }

    /// <summary>0: prose, 1: perhaps code, 2: code.</summary>
    private static int CodeScore(ReadOnlySpan<char> text)
    {
        var signs = 0;
        for (var rest = text; rest.IndexOfAny(CodeSigns) is >= 0 and var at; rest = rest[(at + 1)..]) signs++;
        var shapes = 0;
        for (var rest = text; shapes < 3 && rest.IndexOfAny(CodeShapes) is >= 0 and var at; rest = rest[(at + 1)..]) shapes++;
        if (shapes >= 2 || (shapes == 1 && signs >= 4)) return 2;
        return shapes == 1 || (signs >= 4 && signs * 25 >= text.Length) ? 1 : 0;
    }

    /// <summary>How demanding a text is by its shape: length, lists, many questions, many lines.</summary>
    private static int Weight(ReadOnlySpan<char> text, int length)
    {
        var lines = text.Count('\n');
        var questions = text.Count('?') + text.Count('？') + text.Count('؟');
        var items = 0;
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.TrimStart();
            if (trimmed.Length > 2 && (trimmed[0] is '-' or '*' or '•' || (char.IsDigit(trimmed[0]) && trimmed[1..3].ContainsAny(".)、")))) items++;
        }

        return (length >= 1200 ? 2 : length >= 500 ? 1 : 0) + (items >= 3 ? 2 : 0) + (questions >= 3 ? 1 : 0) + (lines >= 12 ? 1 : 0);
    }

    private static int SpaceCount(ReadOnlySpan<char> text) => text.Count(' ');

    /// <summary>Two such characters are a sentence already.</summary>
    private static bool IsWide(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u2E80', '\uFFDC');
}
