using System.Globalization;
using System.Text.Json;
using Parley.Simulator.Recording;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Images;

/// <summary>What an image request asks for, in JSON (generations) or as a form (edits).</summary>
internal sealed record ImageRequest(string Model, string Prompt)
{
    public int Count { get; init; } = 1;

    public bool Stream { get; init; }

    public int PartialImages { get; init; }

    public string Size { get; init; } = "1024x1024";

    public string Quality { get; init; } = "high";

    public string Background { get; init; } = "opaque";

    public string OutputFormat { get; init; } = "png";

    /// <summary>Null when the request does not say.</summary>
    public string? ResponseFormat { get; init; }

    /// <summary>Images that came with the request.</summary>
    public int Inputs { get; init; }

    public bool IsEdit { get; init; }

    /// <summary>DALL-E answers with addresses unless it is asked not to; the newer models know no addresses.</summary>
    public bool IsDallE => Model.StartsWith("dall-e", StringComparison.Ordinal);

    public bool WantsUrl => ResponseFormat == "url" || (IsDallE && ResponseFormat is null);

    /// <summary>A whole number that depends on all that was asked for, the same in every run.</summary>
    public int Seed => $"{Model}\n{Prompt}\n{Size}".Aggregate(17, (hash, c) => unchecked(hash * 31 + c)) & 0xFFFFFF;

    public static ImageRequest Read(RequestFacts facts)
    {
        using var document = JsonDocument.Parse(facts.Body);
        var root = document.RootElement;
        return Read(name => Text(root, name) ?? (Number(root, name) is { } number ? number.ToString(CultureInfo.InvariantCulture) : null)) with { Stream = facts.Stream };
    }

    public static ImageRequest Read(IReadOnlyList<FormField> form) => Read(name => FormFields.Text(form, name)) with
    {
        IsEdit = true,
        Stream = FormFields.Text(form, "stream") == "true",
        Inputs = form.Count(f => f.FileName is not null && f.Name is "image" or "image[]"),
    };

    private static ImageRequest Read(Func<string, string?> field)
    {
        var start = new ImageRequest(field("model") ?? "gpt-image-1", field("prompt") ?? "");
        return start with
        {
            Count = Whole(field("n"), 1),
            PartialImages = Whole(field("partial_images"), 0),
            Size = field("size") is { } size and not "auto" ? size : start.Size,
            Quality = field("quality") is { } quality and not "auto" ? quality : start.Quality,
            Background = field("background") is { } background and not "auto" ? background : start.Background,
            OutputFormat = field("output_format") ?? start.OutputFormat,
            ResponseFormat = field("response_format"),
        };
    }

    private static int Whole(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
