namespace Parley.Simulator.Behaviour;

/// <summary>How one request is answered: timing, size, content and faults. Immutable; read from words (see <see cref="SpecReader"/>).</summary>
internal sealed record Spec
{
    public Timing Timing { get; init; } = new();

    public Content Content { get; init; } = new();

    public Wire Wire { get; init; } = new();

    public Fault Fault { get; init; } = new();
}

/// <summary>Delays. Milliseconds, unless named otherwise.</summary>
internal sealed record Timing
{
    public int FirstMs { get; init; }

    /// <summary>Microseconds between two content chunks.</summary>
    public int GapMicroseconds { get; init; }

    public int JitterPercent { get; init; }

    /// <summary>Sigma of a log-normal first-token time, in hundredths.</summary>
    public int LogNormalSigma { get; init; }

    public int TailPerMille { get; init; }

    public int TailMs { get; init; } = 1000;
}

/// <summary>What the answer holds.</summary>
internal sealed record Content
{
    public int Chunks { get; init; } = 100;

    public int TokenBytes { get; init; } = 6;

    public int PromptTokens { get; init; } = 25;

    public int CachedTokens { get; init; }

    public int CacheWriteTokens { get; init; }

    public int CacheWriteHourTokens { get; init; }

    public int Tools { get; init; }

    public bool EmptyArguments { get; init; }

    public bool Think { get; init; }

    /// <summary>Parts of the reasoning's summary (responses).</summary>
    public int ThinkParts { get; init; } = 1;

    /// <summary>Reasoning as it was thought, not as a summary (responses).</summary>
    public bool ThinkRaw { get; init; }

    public bool Redacted { get; init; }

    public bool Refuse { get; init; }

    public bool Filter { get; init; }

    /// <summary>Which of the vendor's reasons the filter gives (gemini).</summary>
    public int FilterReason { get; init; }

    public bool Cite { get; init; }

    public bool Json { get; init; }

    public bool ServerTool { get; init; }

    /// <summary>Text before the vendor's own tool, too.</summary>
    public bool Around { get; init; }

    /// <summary>Function calls carry an id (gemini).</summary>
    public bool CallIds { get; init; }

    public bool Pause { get; init; }

    public bool Length { get; init; }

    public bool Echo { get; init; }

    /// <summary>Obeys <c>max_tokens</c> and stop sequences as a model would.</summary>
    public bool Obey { get; init; }

    public bool Multibyte { get; init; }

    public bool Stamps { get; init; }

    /// <summary>The answer depends on the request's body, so it cannot be rendered once and kept.</summary>
    public bool DependsOnRequest => Echo || Obey || Tools > 0;
}

/// <summary>How the answer is put on the wire.</summary>
internal sealed record Wire
{
    /// <summary>Content chunks written at once.</summary>
    public int ChunksPerWrite { get; init; } = 1;

    public bool Crlf { get; init; }

    /// <summary>Every event is cut at odd places.</summary>
    public bool Split { get; init; }

    /// <summary>Every byte is a write of its own.</summary>
    public bool Bytes { get; init; }

    public bool Ping { get; init; }

    /// <summary>No space after the colon of an SSE field.</summary>
    public bool NoSpace { get; init; }

    public bool NoUsage { get; init; }

    public bool NoDone { get; init; }

    /// <summary>Refuses requests that the vendor would refuse, too: unknown fields, unanswered tool calls.</summary>
    public bool Strict { get; init; }
}

/// <summary>What goes wrong. An index counts content chunks; -1 is off.</summary>
internal sealed record Fault
{
    public int Status { get; init; }

    public int RetryAfterSeconds { get; init; }

    public bool Hang { get; init; }

    public int HangAt { get; init; } = -1;

    public int DropAt { get; init; } = -1;

    public int ResetAt { get; init; } = -1;

    public int ErrorAt { get; init; } = -1;

    /// <summary>The error event in the form of the documentation, and nothing after it (responses).</summary>
    public bool FlatError { get; init; }

    public bool BadJson { get; init; }

    public bool Truncate { get; init; }

    /// <summary>An error body under status 200.</summary>
    public bool ErrorInside { get; init; }

    public bool Html { get; init; }

    public bool Garbage { get; init; }

    public bool Empty { get; init; }

    public bool Endless { get; init; }

    /// <summary>MiB of one line without an end; 0 is off.</summary>
    public int BigLineMegabytes { get; init; }

    public int BusyPercent { get; init; }

    public int FailPercent { get; init; }

    public int HangPercent { get; init; }

    public int CutPercent { get; init; }

    public int GarbagePercent { get; init; }

    /// <summary>Which fault a request gets is diced for each.</summary>
    public bool IsMixed => BusyPercent + FailPercent + HangPercent + CutPercent + GarbagePercent > 0;

    public int Percent { get; init; } = 100;

    public int FirstRequests { get; init; }

    public bool Any => Status > 0 || Hang || HangAt >= 0 || DropAt >= 0 || ResetAt >= 0 || ErrorAt >= 0 || BadJson || Truncate
        || ErrorInside || Html || Garbage || Empty || Endless || BigLineMegabytes > 0 || IsMixed;
}
