using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Gateway.Tests.Matrix.Streams;

/// <summary>Chunks of a generateContent answer: texts in pieces, everything else whole; usage so far in each of them.</summary>
internal static class GeminiStream
{
    public static string Of(JsonObject answer)
    {
        var stream = new StringBuilder();
        var candidate = answer["candidates"]![0]!.AsObject();
        foreach (var part in candidate["content"]!["parts"]!.AsArray())
        {
            if (part!["text"] is not { } text) Chunk(part.DeepClone(), null);
            else
            {
                foreach (var piece in Streamed.Pieces(text.ToString()))
                {
                    var cut = part.DeepClone();
                    cut["text"] = piece;
                    Chunk(cut, null);
                }
            }
        }

        Chunk(null, candidate);
        return stream.ToString();

        void Chunk(JsonNode? part, JsonObject? last)
        {
            var one = last?.DeepClone().AsObject() ?? [];
            one["index"] = 0;
            one["content"] = new JsonObject { ["role"] = "model", ["parts"] = part is null ? [] : new JsonArray(part) };
            var usage = answer["usageMetadata"]!.DeepClone().AsObject();
            if (last is null) foreach (var name in new[] { "candidatesTokenCount", "thoughtsTokenCount" }) usage.Remove(name);
            stream.Append(Streamed.Frame(new JsonObject
            {
                ["candidates"] = new JsonArray(one), ["usageMetadata"] = usage, ["modelVersion"] = "up", ["responseId"] = answer["responseId"]?.DeepClone(),
            }));
        }
    }
}
