using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Images;

/// <summary>Images as one answer.</summary>
internal static class ImageBody
{
    private const int SmallestSide = 8;

    public static string Render(ImageRequest request, Spec spec, HttpRequest http)
    {
        var data = string.Join(',', Enumerable.Range(0, request.Count).Select(i => Image(request, spec, http, i)));
        if (request.IsDallE) return $$"""{"created":1700000000,"data":[{{data}}]}""";
        var usage = spec.Wire.NoUsage ? "" : $",\"usage\":{ImageUsage.Json(request, request.Count)}";
        return $$"""{"created":1700000000,{{Looks(request)}},"data":[{{data}}]{{usage}}}""";
    }

    /// <summary>How the image looks, as every answer of the newer models says.</summary>
    public static string Looks(ImageRequest request) =>
        $"\"background\":{Quote(request.Background)},\"output_format\":{Quote(request.OutputFormat)},\"quality\":{Quote(request.Quality)},\"size\":{Quote(request.Size)}";

    public static string Base64(ImageRequest request, Spec spec, int number) => Convert.ToBase64String(Png.Render(request.Seed + number, Side(spec)));

    private static string Image(ImageRequest request, Spec spec, HttpRequest http, int number)
    {
        var revised = request.IsDallE ? $",\"revised_prompt\":{Quote(request.Prompt)}" : "";
        return request.WantsUrl
            ? $$"""{"url":{{Quote(ImageUrl.Of(http, request.Seed + number, Side(spec)))}}{{revised}}}"""
            : $$"""{"b64_json":"{{Base64(request, spec, number)}}"{{revised}}}""";
    }

    private static int Side(Spec spec) => Math.Max(spec.Content.TokenBytes, SmallestSide);
}
