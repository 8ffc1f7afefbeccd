namespace Parley.Simulator.Images;

/// <summary>What OpenAI refuses with 400.</summary>
internal static class ImageStrictness
{
    private const int MostImages = 10;
    private const int MostPartialImages = 3;

    public static string? Objection(ImageRequest request, bool strict)
    {
        if (request.Prompt.Length == 0) return "Missing required parameter: 'prompt'.";
        if (request is { IsEdit: true, Inputs: 0 }) return "Missing required parameter: 'image'.";
        if (request.Count is < 1 or > MostImages) return $"Invalid 'n': integer out of range. Expected a value between 1 and {MostImages}.";
        if (request.PartialImages > MostPartialImages) return $"Invalid 'partial_images': integer above maximum value. Expected a value <= {MostPartialImages}.";
        return strict && !request.IsDallE && request.ResponseFormat is not null ? "Unknown parameter: 'response_format'." : null;
    }
}
