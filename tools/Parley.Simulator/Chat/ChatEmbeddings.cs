using System.Globalization;
using System.Text.Json;
using Parley.Simulator.Answers;
using Parley.Simulator.Frames;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Chat;

/// <summary>OpenAI's embeddings.</summary>
internal static class ChatEmbeddings
{
    /// <summary>The answer; null when the request has no input.</summary>
    public static string? Render(JsonElement root, string model)
    {
        if (Get(root, "input") is not { } input) return null;
        string[] texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(e => e.ToString())] : [input.ToString()];
        var coded = Text(root, "encoding_format") == "base64";
        var vectors = texts.Select(t => Vectors.Of(t, Number(root, "dimensions") ?? Vectors.Dimensions)).Select(v => coded ? Vectors.Coded(v) : Vectors.Plain(v));
        var data = string.Join(',', vectors.Select((vector, i) => $$"""{"object":"embedding","index":{{FrameBuilder.Number(i)}},"embedding":{{vector}}}"""));
        var tokens = texts.Sum(t => Math.Max(1, t.Length / 4)).ToString(CultureInfo.InvariantCulture);
        return $$$"""{"object":"list","data":[{{{data}}}],"model":{{{FrameBuilder.Quote(model)}}},"usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""";
    }
}
