namespace Parley.Gateway.Messages;

/// <summary>What Parley reads of every body, and where the values stand, so that they can be replaced in place.</summary>
public sealed record RequestEnvelope
{
    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Where the value of <c>model</c> stands in the body, quotes included.</summary>
    public required Range ModelValue { get; init; }

    /// <summary>Where the root object's first member would begin: just behind its opening brace.</summary>
    public required int FirstMember { get; init; }

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether the client asked for a usage chunk (<c>stream_options.include_usage</c>; chat only).</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Where the value of <c>stream_options</c> stands, or null when absent.</summary>
    public Range? StreamOptionsValue { get; init; }

    /// <summary>Where, inside <c>stream_options</c>, the value of <c>include_usage</c> stands, or null when absent.</summary>
    public Range? IncludeUsageValue { get; init; }
}
