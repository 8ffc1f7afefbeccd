using System.Globalization;

namespace Parley.Simulator.Images;

/// <summary>Images that are given by address stay here: the address holds all that is needed to draw them again.</summary>
internal static class ImageUrl
{
    public const string Start = "/__image/";

    public static string Of(HttpRequest request, int seed, int side) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{request.Host}{Start}{seed}x{side}.png");

    public static byte[] Render(string path)
    {
        var numbers = path[Start.Length..].Split('x', '.');
        return numbers.Length > 1 && int.TryParse(numbers[0], CultureInfo.InvariantCulture, out var seed) && int.TryParse(numbers[1], CultureInfo.InvariantCulture, out var side)
            ? Png.Render(seed, side) : [];
    }
}
