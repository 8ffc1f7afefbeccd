using System.Globalization;

namespace Parley.Simulator.Images;

internal static class ImageUsage
{
    private const int TokensOfAnImage = 1056;
    private const int TokensOfAnInput = 323;

    public static string Json(ImageRequest request, int images)
    {
        var (text, input, output) = (Math.Max(1, request.Prompt.Length / 4), request.Inputs * TokensOfAnInput, images * TokensOfAnImage);
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"input_tokens":{{{text + input}}},"input_tokens_details":{"image_tokens":{{{input}}},"text_tokens":{{{text}}}},"output_tokens":{{{output}}},"output_tokens_details":{"image_tokens":{{{output}}},"text_tokens":0},"total_tokens":{{{text + input + output}}}}""");
    }
}
