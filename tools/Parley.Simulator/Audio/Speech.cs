using Parley.Simulator.Chat;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Audio;

/// <summary>A text to be spoken. Sound always comes in chunks; with <c>stream_format: sse</c> they are events.</summary>
internal sealed class Speech(Exchange exchange, SpeechRequest request)
{
    public async Task AnswerAsync()
    {
        var asked = exchange.Read(request.Model);
        if (SpeechStrictness.Objection(request, asked.Wire.Strict) is { } objection)
        {
            await exchange.RefuseAsync(400, objection);
            return;
        }

        var contentType = request.Events ? exchange.Vendor.StreamContentType : Sound.ContentType(request.Format);
        if (await exchange.OpenAsync(asked, request.Model, 0, contentType) is not { } spec) return;
        var frames = SpeechStream.Render(request, spec);
        // Plain bytes have no place for an error: they end.
        if (request.Events) frames = Interruption.At(frames, spec.Fault.ErrorAt, _ => ChatErrors.Events(spec));
        await exchange.StreamAsync(spec, frames, contentType);
    }
}
