using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix;

/// <summary>One thing that a feature consists of, and where each format has it in its bodies (see <see cref="Find"/>); null where it has no
/// place for it. <paramref name="Lost"/>: what users are told where it does not arrive.</summary>
internal sealed record Aspect(string Lost)
{
    public string? Chat { get; init; }

    public string? Messages { get; init; }

    public string? Responses { get; init; }

    public string? Gemini { get; init; }

    /// <summary>Only the vendor that made it can use it: it never crosses.</summary>
    public bool IsBound { get; init; }

    /// <summary>It happens whatever the upstream says.</summary>
    public bool IsMade { get; init; }

    /// <summary>Formats of upstreams that have a place for it which translations do not use, for the reason that <see cref="Lost"/> tells.</summary>
    public IReadOnlyCollection<WireFormat> NotTo { get; init; } = [];

    public string? In(WireFormat format) => format switch
    {
        WireFormat.Chat => Chat,
        WireFormat.Messages => Messages,
        WireFormat.Responses => Responses,
        _ => Gemini,
    };

    /// <summary>It must arrive.</summary>
    public bool Crosses(WireFormat to) => !IsBound && In(to) is not null && !NotTo.Contains(to);
}
