using System.Globalization;
using System.Security.Claims;
using Parley.Identity.Keys;
using Parley.Identity.Sessions;

namespace Parley.Identity;

/// <summary>
/// Front door for what outlives a request: sockets and streams. Ends them within 5 seconds, on every node, when the credential that opened them is no good any more:
/// sign-out, an ended session, less rights, a deleted or closed account, a revoked or expired key, an outside issuer's token at its end.
/// </summary>
internal sealed class CallerLifetime : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly KeyRegistry _keys;
    private readonly SessionEndings _endings;
    private readonly TimeProvider _time;
    private readonly HashSet<Lease> _leases = [];
    private readonly ITimer _timer;

    public CallerLifetime(KeyRegistry keys, SessionEndings endings, TimeProvider time)
    {
        (_keys, _endings, _time) = (keys, endings, time);
        _keys.Changed += Look;
        _endings.Changed += Look;
        // For what ends by the clock alone.
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>Follows the credential of a request until the result is disposed of, which the caller must do when its connection is over.</summary>
    public Lease Follow(ClaimsPrincipal user)
    {
        var lease = new Lease(this, CallerIdentity.Of(user) ?? throw new InvalidOperationException("Only an authenticated caller can be followed."));
        lock (_leases) _leases.Add(lease);
        // It may have ended between the request's check and this.
        if (!IsGood(lease.Identity)) lease.End();
        return lease;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _keys.Changed -= Look;
        _endings.Changed -= Look;
    }

    private void Look()
    {
        Lease[] ended;
        lock (_leases) ended = _leases.Count == 0 ? [] : [.. _leases.Where(lease => !IsGood(lease.Identity))];
        foreach (var lease in ended) lease.End();
    }

    private bool IsGood(CallerIdentity identity)
    {
        var (caller, credential) = (identity.Caller, identity.Credential);
        if (credential.Kind == CredentialKind.ApiKey) return _keys.IsInForce(caller.KeyId!, caller.Scopes);
        // The session behind a token lives on when the token ends: whoever may refresh it need not be cut off every ten minutes.
        if (credential.SessionId is null && credential.ExpiresAt <= _time.GetUtcNow()) return false;
        // Not read yet: an outside issuer's token is looked at elsewhere, and nothing of ours was let in.
        return !_endings.IsLoaded || _endings.Allow(credential.SessionId, Guid.Parse(caller.UserId!, CultureInfo.InvariantCulture), credential.RightsVersion);
    }

    /// <summary>One followed credential.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly CallerLifetime _owner;
        private readonly CancellationTokenSource _source = new();

        internal Lease(CallerLifetime owner, CallerIdentity identity) => (_owner, Identity, Token) = (owner, identity, _source.Token);

        /// <summary>Fires when the credential is no good any more.</summary>
        public CancellationToken Token { get; }

        internal CallerIdentity Identity { get; }

        internal void End()
        {
            lock (_owner._leases)
                if (!_owner._leases.Remove(this)) return;
            _source.Cancel();
        }

        // Not the source: it may be firing on another thread. It holds nothing without a timer.
        public void Dispose()
        {
            lock (_owner._leases) _owner._leases.Remove(this);
        }
    }
}
