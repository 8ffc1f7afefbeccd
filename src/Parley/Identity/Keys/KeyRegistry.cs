using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Callers;
using Parley.Identity.Model;

namespace Parley.Identity.Keys;

/// <summary>The keys in force, in memory: authentication asks nobody else. Replaced as a whole when the table changes.</summary>
internal sealed class KeyRegistry(IDbContextFactory<ParleyDbContext> databases, PepperStore pepper, TimeProvider time) : IChangeListener, IHostedService, IDisposable
{
    public const string TopicName = "keys";

    private readonly SemaphoreSlim _reloading = new(1);
    private volatile Snapshot? _snapshot;
    private long _generation;

    // The server hands out the same string as long as a connection sends the same header, so one look tells a caller who
    // was checked on this connection before. An entry lives as long as its string.
    private readonly ConditionalWeakTable<string, Recognized> _recognized = [];

    public string Topic => TopicName;

    /// <summary>Raised after each reading, for whoever follows credentials.</summary>
    public event Action? Changed;

    /// <summary>Checks a credential, from memory: the checksum before any look-up, then the hash in fixed time.</summary>
    /// <param name="credential">A part of <paramref name="carrier"/>.</param>
    /// <param name="carrier">The header's value; empty where there is none.</param>
    public Verdict Check(ReadOnlySpan<char> credential, string carrier = "")
    {
        if (_snapshot is not { } snapshot) return KeyFormat.TryReadId(credential, out _) ? Verdict.NotReady : Verdict.Malformed;
        if (_recognized.TryGetValue(carrier, out var before) && before.Generation == snapshot.Generation) return InTime(before.Key);
        if (!KeyFormat.TryReadId(credential, out var id)) return Verdict.Malformed;
        if (!snapshot.ById.TryGetValue(id, out var key)) return Verdict.Unknown;
        if (!key.IsSecretOf(credential, snapshot.Hash)) return Verdict.Unknown;
        if (carrier.Length > 0) _recognized.AddOrUpdate(carrier, new Recognized(snapshot.Generation, key));
        return InTime(key);
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        // One after the other: an older reading must never replace a newer one.
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var hash = await pepper.LoadAsync(cancellationToken);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var keys = await db.Set<ApiKey>().AsNoTracking().Where(k => k.RevokedAt == null).ToListAsync(cancellationToken);
            // Who lost rights since the keys were read raised the stamp: then all of this is read again.
            var owners = keys.Any(k => k.UserId is not null)
                ? await db.Set<User>().Where(u => u.DisabledAt == null && db.Set<ApiKey>().Any(k => k.UserId == u.Id)).ToDictionaryAsync(u => u.Id, u => u.Role, cancellationToken)
                : [];
            _snapshot = new Snapshot(++_generation, hash, keys.Where(k => k.UserId is not { } owner || owners.ContainsKey(owner))
                .ToFrozenDictionary(k => k.Id, k => new ActiveKey(k, k.UserId is { } owner ? owners[owner] : null), StringComparer.Ordinal));
        }
        finally
        {
            _reloading.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Whether a key is in force, and may at least what it could.</summary>
    public bool IsInForce(string id, IReadOnlySet<string> scopes) =>
        _snapshot is { } snapshot && snapshot.ById.TryGetValue(id, out var key) && ReferenceEquals(InTime(key), key.Accepted) && scopes.All(key.Accepted.Identity!.Caller.Scopes.Contains);

    private Verdict InTime(ActiveKey key) => key.ExpiresAt <= time.GetUtcNow() ? Verdict.Expired : key.Accepted;

    public Task StartAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _reloading.Dispose();

    /// <summary>A key that was checked, among the keys that were in force.</summary>
    private sealed record Recognized(long Generation, ActiveKey Key);

    private sealed class Snapshot(long generation, KeyHash hash, FrozenDictionary<string, ActiveKey> keys)
    {
        public long Generation { get; } = generation;

        public KeyHash Hash { get; } = hash;

        public FrozenDictionary<string, ActiveKey>.AlternateLookup<ReadOnlySpan<char>> ById { get; } =
            keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private sealed class ActiveKey(ApiKey key, AccountRole? owner)
    {
        private byte[]? _seen;

        public DateTimeOffset? ExpiresAt { get; } = key.ExpiresAt;

        public Verdict Accepted { get; } = Verdict.Accept(KeyIdentity.Of(key, owner));

        /// <summary>Compares in fixed time: with the kept HMAC, and once that fitted with a plain digest that never leaves
        /// this process, which costs a third.</summary>
        public bool IsSecretOf(ReadOnlySpan<char> credential, KeyHash hash)
        {
            Span<byte> digest = stackalloc byte[SeenKey.Length];
            SeenKey.Digest(credential, digest);
            if (_seen is { } seen && CryptographicOperations.FixedTimeEquals(digest, seen)) return true;
            if (!hash.Matches(credential, key.Hash)) return false;
            _seen = digest.ToArray();
            return true;
        }
    }
}
