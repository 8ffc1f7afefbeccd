using Parley.Gateway.Ports;

namespace Parley.Identity;

/// <summary>How long a credential that was let in is good: cancelled when it is not any more, once and for good. Never disposed of, since whoever holds its token
/// may ask at any time; it holds nothing without a timer.</summary>
internal sealed class CallerLife(Caller caller, Credential credential) : CancellationTokenSource
{
    private int _isFollowed;

    public Caller Caller => caller;

    public Credential Credential => credential;

    public bool IsFollowed => Volatile.Read(ref _isFollowed) != 0;

    /// <summary>True the first time.</summary>
    public bool BeginFollowing() => Interlocked.Exchange(ref _isFollowed, 1) == 0;
}
