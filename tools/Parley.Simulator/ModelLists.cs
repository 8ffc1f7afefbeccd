using Parley.Simulator.Frames;

namespace Parley.Simulator;

/// <summary>The vendors' model lists.</summary>
internal static class ModelLists
{
    public static string OpenAi(IReadOnlyList<string> models) =>
        $$"""{"object":"list","data":[{{string.Join(',', models.Select(m => $$"""{"id":{{FrameBuilder.Quote(m)}},"object":"model","created":1700000000,"owned_by":"simulator"}"""))}}]}""";

    public static string Anthropic(IReadOnlyList<string> models)
    {
        var data = models.Select(m => $$"""{"type":"model","id":{{FrameBuilder.Quote(m)}},"display_name":{{FrameBuilder.Quote(m)}},"created_at":"2025-02-19T00:00:00Z"}""");
        return $$"""{"data":[{{string.Join(',', data)}}],"has_more":false,"first_id":{{FrameBuilder.Quote(models[0])}},"last_id":{{FrameBuilder.Quote(models[^1])}}}""";
    }
}
