using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Images;

/// <summary>Images as events: each is sent a few times on its way, then completed.</summary>
internal sealed class ImageStream(ImageRequest request, Spec spec)
{
    private readonly FrameBuilder _frames = new(spec.Wire);
    private int _sequence;

    public static Frame[] Render(ImageRequest request, Spec spec) => new ImageStream(request, spec).Render();

    private Frame[] Render()
    {
        for (var image = 0; image < request.Count; image++)
        {
            for (var i = 0; i < request.PartialImages; i++) Event("partial_image", image, $",\"partial_image_index\":{Number(i)}");
            if (!spec.Wire.NoDone) Event("completed", image, spec.Wire.NoUsage ? "" : $",\"usage\":{ImageUsage.Json(request, 1)}");
        }

        return _frames.Build();
    }

    private void Event(string kind, int image, string rest)
    {
        var type = $"{(request.IsEdit ? "image_edit" : "image_generation")}.{kind}";
        _frames.Event(type, $$"""{"type":"{{type}}","b64_json":"{{ImageBody.Base64(request, spec, image)}}","created_at":1700000000,{{ImageBody.Looks(request)}},"sequence_number":{{Number(_sequence++)}}{{rest}}}""", content: true);
    }
}
