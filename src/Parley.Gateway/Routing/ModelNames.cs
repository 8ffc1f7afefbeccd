using System.Buffers;

namespace Parley.Gateway.Routing;

/// <summary>What a model's name tells of what it is for: the vendors' model lists do not say it.</summary>
internal static class ModelNames
{
    private static readonly SearchValues<string> Embedding = Any("embed", "bge-", "e5-", "gte-", "minilm");

    private static readonly SearchValues<string> Other = Any(
        "rerank", "moderation", "guard", "whisper", "transcribe", "tts", "speech", "voice", "realtime", "audio", "dall-e", "image", "imagen", "stable-diffusion", "flux", "sora", "veo-", "video", "lyria",
        "davinci-", "babbage-", "-instruct-0914", "computer-use", "deep-research", "search-preview", "aqa", "robotics", "ocr");

    public static ModelKind KindOf(ReadOnlySpan<char> name) =>
        name.ContainsAny(Other) ? ModelKind.Other : name.ContainsAny(Embedding) ? ModelKind.Embedding : ModelKind.Chat;

    private static SearchValues<string> Any(params ReadOnlySpan<string> parts) => SearchValues.Create(parts, StringComparison.OrdinalIgnoreCase);
}
