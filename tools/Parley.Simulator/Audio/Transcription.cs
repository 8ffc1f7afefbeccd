using Parley.Simulator.Chat;
using Parley.Simulator.Faults;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Audio;

/// <summary>Sound to be written down.</summary>
internal sealed class Transcription(Exchange exchange, TranscriptionRequest request)
{
    public async Task AnswerAsync()
    {
        var asked = exchange.Read(request.Model);
        if (TranscriptionStrictness.Objection(request, asked.Wire.Strict) is { } objection)
        {
            await exchange.RefuseAsync(400, objection);
            return;
        }

        var contentType = request.Streams ? exchange.Vendor.StreamContentType : TranscriptionBody.ContentType(request.Format);
        if (await exchange.OpenAsync(asked, request.Model, request.Streams ? 0 : asked.Content.Chunks, contentType) is not { } spec) return;
        var heard = Transcript.Of(request, spec);
        if (!request.Streams) await WholePlayer.PlayAsync(exchange.Http, spec.Fault, TranscriptionBody.Render(request, heard, spec), contentType);
        else await exchange.StreamAsync(spec, Interruption.At(TranscriptionStream.Render(request, heard, spec), spec.Fault.ErrorAt, _ => ChatErrors.Events(spec)), contentType);
    }
}
