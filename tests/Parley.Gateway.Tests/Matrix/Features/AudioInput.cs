using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Sound in the prompt.</summary>
internal sealed class AudioInput() : Feature("Audio input")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}]}] """,
        WireFormat.Responses => """ "input":[{"role":"user","content":[{"type":"input_text","text":"What?"},{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}]}] """,
        _ => null,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format takes no sound.")
        {
            Chat = "messages.*.content.*.type = input_audio & messages.*.content.*.input_audio.data = UklGRg==",
            Responses = "input.*.content.*.type = input_audio & input.*.content.*.input_audio.data = UklGRg==",
            Gemini = "contents.*.parts.*.inlineData.data = UklGRg== & contents.*.parts.*.inlineData.mimeType = audio/wav",
            NotTo = [WireFormat.Responses],
        },
    ];
}
