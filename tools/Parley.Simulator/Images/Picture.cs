using Parley.Simulator.Chat;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Images;

/// <summary>A request for images, new or changed.</summary>
internal sealed class Picture(Exchange exchange, ImageRequest request)
{
    public async Task AnswerAsync()
    {
        var asked = exchange.Read(request.Model);
        if (ImageStrictness.Objection(request, asked.Wire.Strict) is { } objection)
        {
            await exchange.RefuseAsync(400, objection);
            return;
        }

        var contentType = request.Stream ? exchange.Vendor.StreamContentType : exchange.Vendor.ContentType;
        if (await exchange.OpenAsync(asked, request.Model, request.Stream ? 0 : request.Count, contentType) is not { } spec) return;
        if (asked.Content.Refuse) await exchange.RefuseAsync(400, "Your request was rejected by the safety system. safety_violations=[violence].");
        else if (!request.Stream) await WholePlayer.PlayAsync(exchange.Http, spec.Fault, ImageBody.Render(request, spec, exchange.Http.Request));
        else await exchange.StreamAsync(spec, Interruption.At(ImageStream.Render(request, spec), spec.Fault.ErrorAt, _ => ChatErrors.Events(spec, "error")), contentType);
    }
}
