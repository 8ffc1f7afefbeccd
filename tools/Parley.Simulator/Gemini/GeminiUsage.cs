using System.Globalization;
using Parley.Simulator.Answers;

namespace Parley.Simulator.Gemini;

internal static class GeminiUsage
{
    private const int PromptOfATool = 40;

    /// <summary>The usage so far: every frame has one, and counts up.</summary>
    public static string Json(Tokens t, int said, int thought)
    {
        var tool = t.Searches * PromptOfATool;
        var fields = new List<string> { Field("promptTokenCount", t.Prompt) };
        if (t.CacheRead > 0) fields.Add(Field("cachedContentTokenCount", t.CacheRead));
        if (said > 0) fields.Add(Field("candidatesTokenCount", said));
        fields.Add(Field("totalTokenCount", t.Prompt + tool + said + thought));
        fields.Add($"\"promptTokensDetails\":[{Details(t.Prompt)}]");
        if (t.CacheRead > 0) fields.Add($"\"cacheTokensDetails\":[{Details(t.CacheRead)}]");
        if (tool > 0) fields.Add($"{Field("toolUsePromptTokenCount", tool)},\"toolUsePromptTokensDetails\":[{Details(tool)}]");
        if (thought > 0) fields.Add(Field("thoughtsTokenCount", thought));
        return $"{{{string.Join(',', fields)}}}";
    }

    public static string Details(int count) => $$"""{"modality":"TEXT",{{Field("tokenCount", count)}}}""";

    private static string Field(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\":{value}");
}
