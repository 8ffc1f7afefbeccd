namespace Parley.Identity.SecondFactor;

/// <summary>What a person shares with their authenticator app, sealed by the key ring.</summary>
internal sealed class TotpSecret
{
    public required Guid UserId { get; init; }

    public required byte[] Sealed { get; set; }

    /// <summary>Null until a first code has shown that the app has it: nothing is asked for before.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last code that was used: no code is good twice.</summary>
    public long LastStep { get; set; }
}
