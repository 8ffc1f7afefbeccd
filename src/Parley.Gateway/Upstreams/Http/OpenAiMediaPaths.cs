using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>Where OpenAI's operations on pictures and sound are, behind a base address that ends in <c>/v1</c>: for all protocols of OpenAI.</summary>
internal static class OpenAiMediaPaths
{
    public static string? Of(LlmOperation operation) => operation switch
    {
        LlmOperation.GenerateImage => "/images/generations",
        LlmOperation.EditImage => "/images/edits",
        LlmOperation.Speak => "/audio/speech",
        LlmOperation.Transcribe => "/audio/transcriptions",
        _ => null,
    };
}
