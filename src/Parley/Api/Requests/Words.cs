using System.Text.Json;

namespace Parley.Api.Requests;

/// <summary>What a value of a type is called for people who know JSON and no .NET.</summary>
internal static class Words
{
    public static string For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return Choice(type);
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(DateTimeOffset) || type == typeof(DateTime)) return "a time like 2026-01-31T12:00:00Z";
        if (type == typeof(decimal) || type == typeof(double) || type == typeof(float)) return "a number";
        if (Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64) return "a whole number";
        return "of another form";
    }

    private static string Choice(Type type)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";
    }
}
