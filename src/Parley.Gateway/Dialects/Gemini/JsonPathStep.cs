using System.Text.Json;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>One step of a JSON path: into a member of an object, or to a place in an array, whose number is then its name.</summary>
internal readonly record struct JsonPathStep(string Name, bool IsIndex)
{
    /// <summary>Deeper than any arguments of a tool.</summary>
    private const int Most = 64;

    /// <summary>The steps of a path such as <c>$.a['b.c'][0]</c>.</summary>
    /// <exception cref="JsonException">It is no path, or leads nowhere.</exception>
    public static List<JsonPathStep> Parse(ReadOnlySpan<char> path)
    {
        var steps = new List<JsonPathStep>();
        var rest = path.StartsWith("$") ? path[1..] : path;
        while (!rest.IsEmpty && steps.Count < Most)
        {
            if (rest[0] == '[') steps.Add(Bracketed(ref rest));
            else
            {
                if (rest[0] == '.') rest = rest[1..];
                var end = rest.IndexOfAny('.', '[');
                if (end < 0) end = rest.Length;
                if (end == 0) throw new JsonException("No path.");
                steps.Add(new JsonPathStep(rest[..end].ToString(), false));
                rest = rest[end..];
            }
        }

        return steps.Count > 0 && rest.IsEmpty ? steps : throw new JsonException("No path.");
    }

    private static JsonPathStep Bracketed(ref ReadOnlySpan<char> rest)
    {
        var quote = rest.Length > 1 && rest[1] is '\'' or '"' ? rest[1] : '\0';
        var from = quote == '\0' ? 1 : 2;
        var length = quote == '\0' ? rest[from..].IndexOf(']') : EndOfName(rest[from..], quote);
        if (length < 0) throw new JsonException("No path.");
        var name = rest.Slice(from, length).ToString();
        rest = rest[(from + length + from)..];
        return quote == '\0' ? new JsonPathStep(name, true) : new JsonPathStep(name.Replace("\\" + quote, quote.ToString(), StringComparison.Ordinal), false);
    }

    private static int EndOfName(ReadOnlySpan<char> name, char quote)
    {
        for (var i = 0; i + 1 < name.Length; i++)
        {
            if (name[i] == '\\') i++;
            else if (name[i] == quote && name[i + 1] == ']') return i;
        }

        return -1;
    }
}
