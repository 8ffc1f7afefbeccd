using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;

namespace Parley.Identity.Sessions;

/// <summary>Who a browser's cookie belongs to. What was read holds for a few seconds on this node, and not a moment longer than <see cref="SessionEndings"/> allows.</summary>
internal sealed class CookieSessions(IDbContextFactory<ParleyDbContext> databases, SessionEndings endings, TimeProvider time)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<Guid, Known> _known = [];

    public ValueTask<Verdict> CheckAsync(string cookie, CancellationToken cancellationToken)
    {
        Span<byte> secret = stackalloc byte[32];
        if (!SessionCookie.TryRead(cookie, out var id, secret)) return new(Verdict.NoSession);
        var hash = SHA256.HashData(secret);
        return _known.TryGetValue(id, out var known) && time.GetElapsedTime(known.ReadAt) < SessionTimes.Trusted
            ? new(Judge(known, hash))
            : ReadAsync(id, hash, cancellationToken);
    }

    private async ValueTask<Verdict> ReadAsync(Guid id, byte[] hash, CancellationToken cancellationToken)
    {
        await endings.EnsureLoadedAsync(cancellationToken);
        var readAt = time.GetTimestamp();
        var now = time.GetMillisecondsNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (from session in db.Set<Session>()
                           join user in db.Set<User>() on session.UserId equals user.Id
                           where session.Id == id && session.Kind == SessionKind.Browser && session.EndedAt == null && session.ExpiresAt > now && user.DisabledAt == null
                           select new { Session = session, user.Id, user.DisplayName, user.Role, user.RightsVersion }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            _known.TryRemove(id, out _);
            return Verdict.NoSession;
        }

        var identity = PersonIdentity.Of(found.Id, found.DisplayName, found.Role, new Credential(CredentialKind.Session, id, found.RightsVersion));
        var known = new Known(found.Session.SecretHash, found.Id, found.RightsVersion, Verdict.Accept(identity), readAt);
        var verdict = Judge(known, hash);
        if (!ReferenceEquals(verdict, known.Accepted)) return verdict;
        if (_known.Count >= MostKept) _known.Clear();
        _known[id] = known;
        if (now - found.Session.LastSeenAt >= SessionTimes.SeenStep)
        {
            var expires = SessionTimes.ExpiresAt(found.Session.CreatedAt, now);
            await db.Set<Session>().Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now).SetProperty(x => x.ExpiresAt, expires), cancellationToken);
        }

        return verdict;
    }

    private Verdict Judge(Known known, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(known.Hash, hash) && endings.Allow(known.Accepted.Identity!.Credential.SessionId, known.UserId, known.RightsVersion) ? known.Accepted : Verdict.NoSession;

    private sealed record Known(byte[] Hash, Guid UserId, long RightsVersion, Verdict Accepted, long ReadAt);
}
