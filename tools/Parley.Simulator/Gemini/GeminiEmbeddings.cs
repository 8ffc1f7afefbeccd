using System.Text.Json;
using Parley.Simulator.Answers;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Gemini;

/// <summary><c>embedContent</c> and <c>batchEmbedContents</c>.</summary>
internal static class GeminiEmbeddings
{
    /// <summary>The answer; null when the request has no content to embed.</summary>
    public static string? Render(JsonElement root, bool batch)
    {
        if (!batch) return Values(root) is { } one ? $$"""{"embedding":{{one}}}""" : null;
        var all = Items(root, "requests").Select(Values).ToArray();
        return all.Length == 0 || all.Contains(null) ? null : $$"""{"embeddings":[{{string.Join(',', all)}}]}""";
    }

    private static string? Values(JsonElement request)
    {
        if (Get(request, "content") is not { } content || Items(content, "parts").Length == 0) return null;
        var text = string.Concat(Items(content, "parts").Select(p => Text(p, "text")));
        var size = Number(request, "outputDimensionality") ?? Number(request, "output_dimensionality") ?? Vectors.Dimensions;
        return $$"""{"values":{{Vectors.Plain(Vectors.Of(text, size))}}}""";
    }
}
