namespace Parley.Identity.Sessions;

/// <summary>How long things of a session are good. Pure.</summary>
internal static class SessionTimes
{
    /// <summary>An unused session ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(30);

    /// <summary>And any session after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>An access token.</summary>
    public static readonly TimeSpan Access = TimeSpan.FromMinutes(10);

    /// <summary>How long nodes are told of what ended: longer than any access token lives, whatever their clocks say.</summary>
    public static readonly TimeSpan Told = Access + TimeSpan.FromMinutes(5);

    /// <summary>How long ended sessions stay in the table.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How exactly it is written down when a session was last seen.</summary>
    public static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(5);

    /// <summary>How long what a node read of a browser's session holds without another look.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromSeconds(3);

    /// <summary>How long after a proof of who somebody is the dangerous things may be done.</summary>
    public static readonly TimeSpan StepUp = TimeSpan.FromMinutes(10);

    /// <summary>When a session that is used now ends.</summary>
    public static DateTimeOffset ExpiresAt(DateTimeOffset createdAt, DateTimeOffset now)
    {
        var (idle, longest) = (now + Idle, createdAt + Longest);
        return idle < longest ? idle : longest;
    }
}
