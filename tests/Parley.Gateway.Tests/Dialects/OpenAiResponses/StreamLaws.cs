using System.Text;
using System.Text.Json;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

/// <summary>What holds in every stream of this format that ends properly, by the vendor's documentation.</summary>
internal static class StreamLaws
{
    /// <summary>The last event.</summary>
    public static JsonElement Last(string stream) => JsonElement.Parse(Golden.Frames(stream).Last().Data);

    /// <summary>Numbers without gaps; every item and part begins, is told and ends; what is told whole is what was told in pieces.</summary>
    public static void Assert(string stream)
    {
        var events = Golden.Frames(stream).Where(f => f.Data.Length > 0).ToList();
        var frames = events.ConvertAll(f => JsonElement.Parse(f.Data));
        Xunit.Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(f => f.GetProperty("sequence_number").GetInt32()));
        Xunit.Assert.Equal(events.Select(f => Encoding.UTF8.GetString(f.Type)), frames.Select(TypeOf));
        if (frames.Exists(f => TypeOf(f) == "error")) return;
        Xunit.Assert.Equal(["response.created", "response.in_progress"], frames.Take(2).Select(TypeOf));
        Xunit.Assert.True(TypeOf(frames[^1]) is "response.completed" or "response.incomplete");
        var items = Items(frames);
        var output = frames[^1].GetProperty("response").GetProperty("output").EnumerateArray().ToList();
        Xunit.Assert.Equal(output.Select(i => i.GetRawText()), items.OrderBy(i => i.Key).Select(i => i.Value.GetRawText()));
        Xunit.Assert.Equal(output.Count, output.Select(i => i.GetProperty("id").GetString()).Distinct().Count());
        Pieces(frames);
    }

    /// <summary>The items as their ends tell them, by place.</summary>
    private static Dictionary<int, JsonElement> Items(List<JsonElement> frames)
    {
        var ids = new Dictionary<int, string>();
        var done = new Dictionary<int, JsonElement>();
        foreach (var frame in frames.Where(f => f.TryGetProperty("output_index", out _)))
        {
            var place = frame.GetProperty("output_index").GetInt32();
            Xunit.Assert.DoesNotContain(place, done.Keys);
            var id = (frame.TryGetProperty("item", out var item) ? item.GetProperty("id") : frame.GetProperty("item_id")).GetString()!;
            if (TypeOf(frame) == "response.output_item.added")
            {
                Xunit.Assert.Equal(ids.Count, place);
                ids.Add(place, id);
            }

            Xunit.Assert.Equal(ids[place], id);
            if (TypeOf(frame) == "response.output_item.done") done.Add(place, item);
        }

        Xunit.Assert.Equal(ids.Count, done.Count);
        return done;
    }

    private static void Pieces(List<JsonElement> frames)
    {
        var told = new Dictionary<string, StringBuilder>();
        var parts = new HashSet<string>();
        foreach (var frame in frames)
        {
            var type = TypeOf(frame);
            var place = string.Join('.', new[] { "output_index", "content_index", "summary_index" }.Select(n => frame.TryGetProperty(n, out var at) ? at.GetRawText() : "-"));
            if (type.EndsWith("_part.added", StringComparison.Ordinal)) Xunit.Assert.True(parts.Add(place));
            if (type.EndsWith("_part.done", StringComparison.Ordinal)) Xunit.Assert.True(parts.Remove(place));
            if (type.EndsWith(".delta", StringComparison.Ordinal))
            {
                if (!type.StartsWith("response.function_call", StringComparison.Ordinal) && !type.StartsWith("response.custom_tool_call", StringComparison.Ordinal)) Xunit.Assert.Contains(place, parts);
                if (!told.TryGetValue(place, out var text)) told[place] = text = new StringBuilder();
                text.Append(Raw(frame.GetProperty("delta")));
            }

            foreach (var whole in new[] { "text", "refusal", "arguments", "input" })
            {
                if (type.StartsWith("response.", StringComparison.Ordinal) && type.EndsWith(".done", StringComparison.Ordinal) && frame.TryGetProperty(whole, out var all))
                    Xunit.Assert.Equal(told.TryGetValue(place, out var said) ? said.ToString() : "", Raw(all));
            }
        }

        Xunit.Assert.Empty(parts);
    }

    private static string TypeOf(JsonElement frame) => frame.GetProperty("type").GetString()!;

    /// <summary>Still escaped: deltas may end in the middle of a surrogate pair.</summary>
    private static string Raw(JsonElement text) => text.GetRawText()[1..^1];
}
