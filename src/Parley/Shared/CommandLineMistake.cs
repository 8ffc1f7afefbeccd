using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Parley.Shared;

/// <summary>What is wrong with arguments, for people: the parser tells a value of the wrong kind by the name of a .NET type.</summary>
internal static class CommandLineMistake
{
    public static string Describe(ParseError error) => error.SymbolResult switch
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
}
