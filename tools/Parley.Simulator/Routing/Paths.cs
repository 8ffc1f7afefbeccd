using Parley.Simulator.Chat;
using Parley.Simulator.Frames;
using Parley.Simulator.Gemini;
using Parley.Simulator.Messages;
using Parley.Simulator.Responses;

namespace Parley.Simulator.Routing;

/// <summary>All paths. They are matched by their end, so that any base path works.</summary>
internal static class Paths
{
    private static readonly ChatVendor Chat = new();
    private static readonly MessagesVendor Messages = new();
    private static readonly ResponsesVendor Responses = new();
    private static readonly ResponsesVendor Compacting = new(compacts: true);
    private static readonly GeminiVendor Gemini = new(array: false);
    private static readonly GeminiVendor GeminiArray = new(array: true);

    private static readonly (string End, Destination Destination)[] Ends =
    [
        ("/chat/completions", new(Chat, Operation.Generate)),
        ("/messages", new(Messages, Operation.Generate)),
        ("/messages/count_tokens", new(Messages, Operation.CountTokens)),
        ("/responses", new(Responses, Operation.Generate)),
        ("/responses/input_tokens", new(Responses, Operation.CountTokens)),
        ("/responses/compact", new(Compacting, Operation.Generate)),
        ("/embeddings", new(Chat, Operation.Embed)),
        ("/images/generations", new(Chat, Operation.GenerateImage)),
        ("/images/edits", new(Chat, Operation.EditImage)),
        ("/audio/speech", new(Chat, Operation.Speak)),
        ("/audio/transcriptions", new(Chat, Operation.Transcribe)),
        ("/audio/translations", new(Chat, Operation.Transcribe)),
    ];

    public static Destination Post(string path, IQueryCollection query)
    {
        foreach (var (end, destination) in Ends)
            if (path.EndsWith(end, StringComparison.Ordinal)) return destination;
        return GeminiMethod(path, query) ?? new(Chat, Operation.Unknown);
    }

    /// <summary>Whose list of models this is: <c>/v1/models</c> has three owners, told apart by what their clients send.</summary>
    public static IVendor Get(HttpRequest request, string path)
    {
        if (request.Headers.ContainsKey("anthropic-version")) return Messages;
        return GeminiKeys.Of(request) is not null || IsGoogleVersion(path) ? Gemini : Chat;
    }

    // .../models/{model}:{method}
    private static Destination? GeminiMethod(string path, IQueryCollection query)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        var colon = last.LastIndexOf(':');
        if (colon <= 0) return null;
        var (operation, stream) = last[(colon + 1)..] switch
        {
            "generateContent" => (Operation.Generate, false),
            "streamGenerateContent" => (Operation.Generate, true),
            "countTokens" => (Operation.CountTokens, false),
            "embedContent" => (Operation.Embed, false),
            "batchEmbedContents" => (Operation.EmbedBatch, false),
            _ => (Operation.Unknown, false),
        };
        return new(stream && query["alt"] != "sse" ? GeminiArray : Gemini, operation) { Model = last[..colon], Stream = stream };
    }

    private static bool IsGoogleVersion(string path) => path.Contains("/v1beta", StringComparison.Ordinal) || path.Contains("/v1alpha", StringComparison.Ordinal);
}
