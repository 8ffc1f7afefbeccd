using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Api.Requests;

/// <summary>Finds everything for which a body cannot be read as a type, where reading itself ends at the first. Goes
/// through the body beside what the serializer knows of the type, so the two agree on what is taken.</summary>
internal sealed class BodyWalk(Mistakes mistakes)
{
    private bool _foundOther;

    /// <summary>There were members that are not known or are repeated, and nothing else.</summary>
    public bool FoundOnlyUnknown => mistakes.Any && !mistakes.IsFull && !_foundOther;

    public void Look(JsonElement value, JsonTypeInfo type, string path)
    {
        if (mistakes.IsFull) return;
        if (type.Kind is JsonTypeInfoKind.Object && type.PolymorphismOptions is null) LookInObject(value, type, path);
        else if (type.Kind is JsonTypeInfoKind.Enumerable) LookInList(value, type, path);
        else if (type.Kind is JsonTypeInfoKind.Dictionary) LookInMap(value, type, path);
        else if (!IsRead(value, type)) Wrong(path, Words.For(type.Type));
    }

    private void LookInObject(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Wrong(path, "an object");
            return;
        }

        var known = type.Properties.Where(p => !p.IsExtensionData).ToDictionary(p => p.Name, StringComparer.Ordinal);
        var isOpen = type.Properties.Any(p => p.IsExtensionData);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var inner = Join(path, member.Name);
            if (!seen.Add(member.Name)) mistakes.Add(inner, "is given twice");
            else if (!known.TryGetValue(member.Name, out var property))
            {
                if (!isOpen) mistakes.Add(inner, "is not a member that this operation takes" + Nearest(member.Name, known.Keys));
            }
            else if (member.Value.ValueKind != JsonValueKind.Null) Look(member.Value, type.Options.GetTypeInfo(property.PropertyType), inner);
            else if (!TakesNull(property)) Wrong(inner, Name(type.Options.GetTypeInfo(property.PropertyType)) + ", not null");
            if (mistakes.IsFull) return;
        }

        foreach (var property in known.Values.Where(p => IsNeeded(p) && !seen.Contains(p.Name)))
        {
            _foundOther = true;
            mistakes.Add(Join(path, property.Name), "is missing");
        }
    }

    private void LookInList(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Wrong(path, "a list");
            return;
        }

        var (element, i) = (type.Options.GetTypeInfo(type.ElementType!), 0);
        foreach (var item in value.EnumerateArray())
        {
            var inner = $"{path}[{i++}]";
            if (item.ValueKind != JsonValueKind.Null) Look(item, element, inner);
            else if (element.Type.IsValueType && Nullable.GetUnderlyingType(element.Type) is null) Wrong(inner, Name(element) + ", not null");
            if (mistakes.IsFull) return;
        }
    }

    private void LookInMap(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Wrong(path, "an object");
            return;
        }

        var element = type.Options.GetTypeInfo(type.ElementType!);
        foreach (var member in value.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null) Look(member.Value, element, Join(path, member.Name));
    }

    private void Wrong(string path, string wanted)
    {
        _foundOther = true;
        mistakes.Add(path.Length == 0 ? "body" : path, $"has a value of a wrong type: it must be {wanted}");
    }

    private static bool IsRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            _ = value.Deserialize(type);
            return true;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TakesNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static bool IsNeeded(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static string Name(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
        JsonTypeInfoKind.Enumerable => "a list",
        _ => Words.For(type.Type),
    };

    /// <summary>The commonest slip: the right letters in another case.</summary>
    private static string Nearest(string name, IEnumerable<string> known) =>
        known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant ? $"; it takes {meant}" : "";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
