namespace Parley.Bench.Load;

/// <summary>One kind of load. Streams that are paced wait by the words of their model.</summary>
/// <param name="Model">Its words tell the simulator what to answer.</param>
/// <param name="Chunks">Content chunks of a stream, each with the time it was written; 0 for answers in one piece.</param>
internal sealed record LoadCase(string Name, string Model, int Connections, int PromptBytes = 512, int Chunks = 0)
{
    public static readonly IReadOnlyList<LoadCase> All =
    [
        new("ns-c1", "mock", 1),
        new("ns-c64", "mock", 64),
        new("ns-c16-32k", "mock", 16, PromptBytes: 32 * 1024),
        new("st-c256", "mock-ts-n100", 256, Chunks: 100),
        new("cache-hit", "mock", 64) { Cache = "max-age=86400" },
        new("cache-miss", "mock", 64) { Cache = "max-age=86400", EachDiffers = true },
        new("cache-hit-c1", "mock", 1) { Cache = "max-age=86400" },
        new("cache-hit-st", "mock-n100", 64) { Cache = "max-age=86400", Stream = true },
        new("paced-500", "mock-ts-ttft100-itl20-n50", 500, Chunks: 50),
        new("paced-2000", "mock-ts-ttft200-itl80-n50", 2000, Chunks: 50),
    ];

    /// <summary>The format that the client speaks: chat, messages or responses.</summary>
    public string Format { get; init; } = "chat";

    /// <summary>What each request says of Parley's response cache; empty for nothing.</summary>
    public string Cache { get; init; } = "";

    /// <summary>No prompt comes twice.</summary>
    public bool EachDiffers { get; init; }

    /// <summary>The answer is asked for as a stream whose chunks carry no times.</summary>
    public bool Stream { get; init; }

    /// <summary>How often a chunk's text stands in the stream: Responses repeats all of it in the part, the item, the whole and twice as text.</summary>
    public int Copies => Format == "responses" ? 5 : 1;

    /// <summary>What ends a stream that is whole.</summary>
    public string Terminator => Format switch { "chat" => "[DONE]", "messages" => "\"message_stop\"", _ => "response.complete" };

    public bool Streams => Chunks > 0;

    public bool Paced => Model.Contains("itl", StringComparison.Ordinal);
}
