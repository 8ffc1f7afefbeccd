using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Parley.Identity.Keys;
using Parley.Identity.Sessions;

namespace Parley.Identity;

/// <summary>
/// Front door for what outlives the check of a request: answers, sockets and streams. Ends them within 5 seconds, on every node, when the credential that opened them is
/// no good any more: sign-out, an ended session, less rights, a deleted or closed account, a revoked or expired key, an outside issuer's token at its end.
/// </summary>
internal sealed class CallerLifetime : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly object Followed = new();

    private readonly KeyRegistry _keys;
    private readonly SessionEndings _endings;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    // As long as somebody holds a token of theirs, or memory knows the credential; then they are forgotten by themselves.
    private readonly ConditionalWeakTable<CallerLife, object> _lives = [];

    public CallerLifetime(KeyRegistry keys, SessionEndings endings, TimeProvider time)
    {
        (_keys, _endings, _time) = (keys, endings, time);
        _keys.Changed += Look;
        _endings.Changed += Look;
        // For what ends by the clock alone.
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>Follows the credential of a request: fires when it is no good any more.</summary>
    public CancellationToken Follow(ClaimsPrincipal user) => Follow(CallerIdentity.Of(user) ?? throw new InvalidOperationException("Only an authenticated caller can be followed."));

    /// <summary>The same for who was let in; costs next to nothing from the second time on.</summary>
    public CancellationToken Follow(CallerIdentity identity)
    {
        var life = identity.Life;
        if (!life.IsFollowed && life.BeginFollowing())
        {
            _lives.AddOrUpdate(life, Followed);
            // It may have ended between the request's check and this.
            if (!IsGood(life)) _ = life.CancelAsync();
        }

        return life.Token;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _keys.Changed -= Look;
        _endings.Changed -= Look;
    }

    private void Look()
    {
        foreach (var (life, _) in _lives)
        {
            if (life.IsCancellationRequested || IsGood(life)) continue;
            _ = life.CancelAsync();
            _lives.Remove(life);
        }
    }

    private bool IsGood(CallerLife life)
    {
        var (caller, credential) = (life.Caller, life.Credential);
        if (credential.Kind == CredentialKind.ApiKey) return _keys.IsInForce(caller.KeyId!, caller.Scopes);
        // The session behind a token lives on when the token ends: whoever may refresh it need not be cut off every ten minutes.
        if (credential.SessionId is null && credential.ExpiresAt <= _time.GetUtcNow()) return false;
        // Not read yet: an outside issuer's token is looked at elsewhere, and nothing of ours was let in.
        return !_endings.IsLoaded || _endings.Allow(credential.SessionId, Guid.Parse(caller.UserId!, CultureInfo.InvariantCulture), credential.RightsVersion);
    }
}
