using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>What is known of a stream when its log begins.</summary>
/// <param name="Id">Its name: the request's id, or what the app calls a stream of its own.</param>
/// <param name="KeyId">The API key that began it, or null.</param>
/// <param name="UserId">The user that began it, or null.</param>
/// <param name="Format">The wire format of its frames; null for the app's own events, which the engine never shows.</param>
/// <param name="CreatedAt">When it began, UTC.</param>
public sealed record StreamInfo(string Id, string? KeyId, string? UserId, WireFormat? Format, DateTimeOffset CreatedAt)
{
    /// <summary>Readers get the frames' numbers as events' ids (<c>id: 7</c>), so that a client can name the last one it has.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>It goes on to its end, whether somebody reads or not.</summary>
    public bool NeedsNoReader { get; init; }
}
