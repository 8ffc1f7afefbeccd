using System.Globalization;
using Parley.Simulator.Frames;
using Parley.Simulator.Gemini;
using Parley.Simulator.Messages;

namespace Parley.Simulator;

/// <summary>The vendors' model lists.</summary>
internal static class ModelLists
{
    private const string End = "/models";

    /// <summary>The list, or the one model that the path names; null for any other path.</summary>
    public static string? Answer(IVendor vendor, string path, IQueryCollection query, IReadOnlyList<string> models)
    {
        if (path.EndsWith(End, StringComparison.Ordinal)) return vendor switch
        {
            MessagesVendor => Anthropic(models),
            GeminiVendor => Google(models, query),
            _ => $$"""{"object":"list","data":[{{string.Join(',', models.Select(OpenAiModel))}}]}""",
        };
        var at = path.LastIndexOf(End + "/", StringComparison.Ordinal);
        if (at < 0 || models.FirstOrDefault(m => m == path[(at + End.Length + 1)..]) is not { } model) return null;
        return vendor switch { MessagesVendor => AnthropicModel(model), GeminiVendor => GoogleModel(model), _ => OpenAiModel(model) };
    }

    private static string Anthropic(IReadOnlyList<string> models) =>
        $$"""{"data":[{{string.Join(',', models.Select(AnthropicModel))}}],"has_more":false,"first_id":{{FrameBuilder.Quote(models[0])}},"last_id":{{FrameBuilder.Quote(models[^1])}}}""";

    /// <summary>Google's list comes in pages; the token of the next one is where it begins.</summary>
    private static string Google(IReadOnlyList<string> models, IQueryCollection query)
    {
        var size = int.TryParse(query["pageSize"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 50;
        var from = int.TryParse(query["pageToken"], NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : 0;
        var next = from + size < models.Count ? $",\"nextPageToken\":\"{FrameBuilder.Number(from + size)}\"" : "";
        return $$"""{"models":[{{string.Join(',', models.Skip(from).Take(size).Select(GoogleModel))}}]{{next}}}""";
    }

    private static string OpenAiModel(string model) => $$"""{"id":{{FrameBuilder.Quote(model)}},"object":"model","created":1700000000,"owned_by":"simulator"}""";

    private static string AnthropicModel(string model) =>
        $$"""{"type":"model","id":{{FrameBuilder.Quote(model)}},"display_name":{{FrameBuilder.Quote(model)}},"created_at":"2025-02-19T00:00:00Z"}""";

    private static string GoogleModel(string model) =>
        $$"""{"name":{{FrameBuilder.Quote($"models/{model}")}},"version":"001","displayName":{{FrameBuilder.Quote(model)}},"description":"A simulated model","inputTokenLimit":1048576,"outputTokenLimit":65536,"supportedGenerationMethods":["generateContent","countTokens","createCachedContent","batchGenerateContent"],"temperature":1,"topP":0.95,"topK":64,"maxTemperature":2,"thinking":true}""";
}
