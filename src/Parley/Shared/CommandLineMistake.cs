using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Parley.Shared;

/// <summary>What is wrong with arguments, for people: the parser tells a value of the wrong kind by the name of a .NET type,
/// and an unknown verb not at all.</summary>
internal static class CommandLineMistake
{
    /// <summary>Longer words may be a credential that was pasted into the wrong place.</summary>
    private const int LongestEcho = 24;

    /// <summary>Null when there is nothing wrong.</summary>
    public static string? Find(ParseResult parsed) => parsed.Errors is [var first, ..] ? OfVerb(parsed) ?? Describe(first) : null;

    /// <summary>The command that was meant, with those that it stands below: <c>providers add</c>; empty for the root.</summary>
    public static string NameOf(ParseResult parsed)
    {
        List<string> names = [];
        for (var result = parsed.CommandResult; result?.Command is not (null or RootCommand); result = result.Parent as CommandResult)
            names.Insert(0, result.Command.Name);
        return string.Join(' ', names);
    }

    private static string? OfVerb(ParseResult parsed)
    {
        var (command, name) = (parsed.CommandResult.Command, NameOf(parsed));
        List<string> verbs = [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];
        if (verbs.Count == 0) return null;
        var known = $"{string.Join(", ", verbs[..^1])}{(verbs.Count > 1 ? " and " : "")}{verbs[^1]}";
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var kind = word.StartsWith('-') ? "option" : "verb";
            return $"\"{Shorten(word)}\" is no {kind}{(name.Length > 0 ? $" of \"{name}\"" : "")}; the verbs are {known}.";
        }

        return command.Action is null ? $"\"{name}\" needs a verb: there are {known}." : null;
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [var value] } => Describe(option.Name, option.ValueType, value.Value) ?? error.Message,
        ArgumentResult { Argument: var argument, Tokens: [var value] } => Describe(argument.Name, argument.ValueType, value.Value) ?? error.Message,
        _ => error.Message,
    };

    /// <summary>Null where the text itself is the value: then it is wrong for another reason.</summary>
    private static string? Describe(string name, Type type, string value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(decimal)) return $"{name} must be a number; \"{value}\" is none.";
        if (type != typeof(int) && type != typeof(long)) return null;
        return BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? $"{name} cannot be {value}: the number is out of range."
            : $"{name} must be a whole number; \"{value}\" is none.";
    }

    private static string Shorten(string word) => word.Length <= LongestEcho ? word : word[..(LongestEcho / 2)] + "...";
}
