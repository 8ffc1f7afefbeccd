using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.Sessions;

/// <summary>What ended lately, in memory: sessions, and rights as they were before they changed. Access tokens are asked here at each use, so
/// that none outlives its session by more than a look at the change stamps. Read at the first token, not at the start of the server, which it would hold up.</summary>
internal sealed class SessionEndings(IDbContextFactory<ParleyDbContext> databases, TimeProvider time) : IChangeListener, IDisposable
{
    public const string TopicName = "sessions";

    private readonly SemaphoreSlim _reloading = new(1);
    private volatile Snapshot? _snapshot;

    public string Topic => TopicName;

    /// <summary>Raised after each reading, for whoever follows credentials.</summary>
    public event Action? Changed;

    /// <summary>Before this nothing may be allowed.</summary>
    public bool IsLoaded => _snapshot is not null;

    public async ValueTask EnsureLoadedAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is null) await ReloadAsync(cancellationToken);
    }

    /// <summary>Whether what was given out for that session, with rights of that version, is still good.</summary>
    public bool Allow(Guid? sessionId, Guid userId, long rightsVersion)
    {
        if (_snapshot is not { } snapshot) return false;
        // An account that is gone stands among the sessions, under its own id.
        return !snapshot.Sessions.Contains(userId) && (sessionId is not { } session || !snapshot.Sessions.Contains(session))
            && (!snapshot.Rights.TryGetValue(userId, out var current) || rightsVersion >= current);
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        // One after the other: an older reading must never replace a newer one.
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var since = time.GetUtcNow() - SessionTimes.Told;
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var sessions = await db.Set<Session>().Where(s => s.EndedAt > since).Select(s => s.Id).ToListAsync(cancellationToken);
            var rights = await db.Set<User>().Where(u => u.RightsChangedAt > since).Select(u => new { u.Id, u.RightsVersion }).ToListAsync(cancellationToken);
            _snapshot = new Snapshot(sessions.ToFrozenSet(), rights.ToFrozenDictionary(u => u.Id, u => u.RightsVersion));
        }
        finally
        {
            _reloading.Release();
        }

        Changed?.Invoke();
    }

    public void Dispose() => _reloading.Dispose();

    private sealed record Snapshot(FrozenSet<Guid> Sessions, FrozenDictionary<Guid, long> Rights);
}
