using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>Says whether a JSON body holds something: <c>a.*.b = value</c>, <c>~</c> for a part of the value, without either that there is any;
/// <c>*</c> is every element of an array. Of several joined by <c>&amp;</c> all must hold, of those joined by <c>|</c> one.</summary>
internal static class Find
{
    public static bool In(JsonNode? body, string said) => said.Split(" | ").Any(some => some.Split(" & ").All(one => One(body, one)));

    /// <summary>The members and values that an expression names.</summary>
    public static IEnumerable<string> Words(string said) => said.Split(['.', ' ', '*', '=', '~', '&', '|'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands at a path.</summary>
    public static IEnumerable<JsonNode> At(JsonNode? body, string path)
    {
        IEnumerable<JsonNode?> found = [body];
        foreach (var step in path.Split('.')) found = found.SelectMany(node => Step(node, step));
        return found.OfType<JsonNode>();
    }

    private static bool One(JsonNode? body, string said)
    {
        foreach (var sign in new[] { " = ", " ~ " })
        {
            if (said.Split(sign, 2) is not [var path, var value]) continue;
            return At(body, path).Any(node => sign == " = " ? node.ToString() == value : node.ToString().Contains(value, StringComparison.Ordinal));
        }

        return At(body, said).Any(node => node.ToString().Length > 0);
    }

    private static IEnumerable<JsonNode?> Step(JsonNode? node, string step)
    {
        if (step == "*") return node as JsonArray ?? Enumerable.Empty<JsonNode?>();
        return node is JsonObject one && one.TryGetPropertyValue(step, out var value) ? new[] { value } : Enumerable.Empty<JsonNode?>();
    }
}
