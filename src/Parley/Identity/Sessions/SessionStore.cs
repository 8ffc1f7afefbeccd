using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Tokens;

namespace Parley.Identity.Sessions;

/// <summary>Sessions in the database. What ends one raises the stamp, so that every node hears of it; this process does not wait for that.</summary>
internal sealed class SessionStore(IDbContextFactory<ParleyDbContext> databases, RefreshTokens refreshTokens, SessionEndings endings, TimeProvider time)
{
    private const int SecretBytes = 32;

    /// <summary>Begins a session of a browser; gives the value of its cookie, which exists nowhere else.</summary>
    public async Task<(Session Session, string Cookie)> BeginBrowserAsync(Guid userId, string method, Device device, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var session = New(userId, SessionKind.Browser, method, device, SHA256.HashData(secret));
        await AddAsync(session, cancellationToken);
        return (session, SessionCookie.Write(session.Id, secret));
    }

    /// <summary>Begins a session of a program; gives its first refresh token, which exists nowhere else.</summary>
    public async Task<(Session Session, string RefreshToken)> BeginTokensAsync(Guid userId, string method, Device device, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var (token, hash) = await refreshTokens.CreateAsync(id, generation: 0, cancellationToken);
        var session = New(userId, SessionKind.Tokens, method, device, hash, id);
        await AddAsync(session, cancellationToken);
        return (session, token);
    }

    /// <summary>Changes a refresh token for the next one. One that was changed before ends its session: somebody has a copy.</summary>
    public async Task<(Session Session, string RefreshToken)?> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (await refreshTokens.ReadAsync(refreshToken, cancellationToken) is not { } read) return null;
        var (next, nextHash) = await refreshTokens.CreateAsync(read.SessionId, read.Generation + 1, cancellationToken);
        var now = Now();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Session>()
            .Where(s => s.Id == read.SessionId && s.Kind == SessionKind.Tokens && s.Generation == read.Generation && s.SecretHash == read.Hash && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.SecretHash, nextHash).SetProperty(x => x.Generation, read.Generation + 1).SetProperty(x => x.LastSeenAt, now), cancellationToken);
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.Id == read.SessionId, cancellationToken);
        if (session is null || session.EndedAt is not null || session.ExpiresAt <= now) return null;
        // By what stands there, not by the count of changed rows: after a lost connection the statement may have run twice.
        if (!CryptographicOperations.FixedTimeEquals(session.SecretHash, nextHash))
        {
            await EndAsync(session.UserId, session.Id, CancellationToken.None);
            return null;
        }

        session.ExpiresAt = SessionTimes.ExpiresAt(session.CreatedAt, now);
        await db.SaveChangesAsync(cancellationToken);
        return (session, next);
    }

    public async Task<Session?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Good(db, userId).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>A person's sessions, newest first.</summary>
    public async Task<List<Session>> ListAsync(Guid userId, Guid? before, int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sessions = Good(db, userId);
        if (before is { } id) sessions = sessions.Where(s => s.Id.CompareTo(id) < 0);
        return await sessions.OrderByDescending(s => s.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>The person proved again who they are.</summary>
    public async Task ProvedAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Session>().Where(s => s.Id == id && s.UserId == userId && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.AuthenticatedAt, Now()), cancellationToken);
    }

    /// <summary>Ends one session of a person; false when there is no such one.</summary>
    public async Task<bool> EndAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        var ended = await databases.ChangeAsync(async db =>
        {
            await ChangeStamp.RaiseAsync(db, SessionEndings.TopicName, cancellationToken);
            var count = await db.Set<Session>().Where(s => s.Id == id && s.UserId == userId && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, Now()), cancellationToken);
            return (count > 0, count > 0);
        }, cancellationToken);
        if (ended) await endings.ReloadAsync(CancellationToken.None);
        return ended;
    }

    /// <summary>Ends all sessions of a person.</summary>
    public async Task EndAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        await databases.ChangeAsync(async db =>
        {
            await EndAllAsync(db, userId, except: null, cancellationToken);
            return (true, true);
        }, cancellationToken);
        await endings.ReloadAsync(CancellationToken.None);
    }

    /// <summary>Ends the session of a refresh token.</summary>
    public async Task EndAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Session>().Where(s => s.Id == token.SessionId).Select(s => (Guid?)s.UserId).SingleOrDefaultAsync(cancellationToken) is { } userId)
            await EndAsync(userId, token.SessionId, cancellationToken);
    }

    /// <summary>Ends a person's sessions but one, in the transaction of a change that takes rights away. After the commit: <see cref="SessionEndings.ReloadAsync"/>.</summary>
    public async Task EndAllAsync(ParleyDbContext db, Guid userId, Guid? except, CancellationToken cancellationToken)
    {
        await ChangeStamp.RaiseAsync(db, SessionEndings.TopicName, cancellationToken);
        await db.Set<Session>().Where(s => s.UserId == userId && s.EndedAt == null && s.Id != except).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, Now()), cancellationToken);
    }

    /// <summary>Tells every node that an account is gone, as if it had been a session of its own id.</summary>
    public async Task EndAccountAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var gone = New(userId, SessionKind.Tokens, "deleted", new Device(null, null), [], userId);
        gone.EndedAt = gone.ExpiresAt = Now();
        db.Add(gone);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Removes what nobody needs to hear of any more.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = Now() - SessionTimes.Kept;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Session>().Where(s => s.EndedAt < before || s.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private IQueryable<Session> Good(ParleyDbContext db, Guid userId)
    {
        var now = Now();
        return db.Set<Session>().AsNoTracking().Where(s => s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now);
    }

    private async Task AddAsync(Session session, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
    }

    private Session New(Guid userId, SessionKind kind, string method, Device device, byte[] hash, Guid? id = null)
    {
        var now = Now();
        return new Session
        {
            Id = id ?? Guid.CreateVersion7(now), UserId = userId, Kind = kind, SecretHash = hash, Method = method, CreatedAt = now, AuthenticatedAt = now, LastSeenAt = now,
            ExpiresAt = SessionTimes.ExpiresAt(now, now), Address = device.Address, UserAgent = device.UserAgent,
        };
    }

    private DateTimeOffset Now() => time.GetMillisecondsNow();
}
