using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Providers.ResponseCache;

/// <summary>The engine's response cache: memory first, the database behind it. A removal, here or on another node, empties memory: what is still
/// kept comes back from the database as it is asked for.</summary>
internal sealed partial class KeptAnswers(
    ResponseCacheOptions options, CacheMemory memory, CacheTable table, CacheWriter writer, CacheStamp stamp, HitCounts counts, TimeProvider time, ILogger<KeptAnswers> logger) : IResponseCache, IChangeListener
{
    /// <summary>A database that does not answer soon is not worth waiting for: the model is asked instead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private bool _isFailing;

    public TimeSpan MaxAge => options.MaxAge;

    public int MaxEntryBytes => options.MaxEntryBytes;

    public long Stamp => stamp.Value;

    public string Topic => CacheStamp.Topic;

    public CachedResponse? Find(in CacheKey key) => memory.Find(key);

    public async ValueTask<CachedResponse?> LookAsync(CacheKey key, CancellationToken cancellationToken)
    {
        if (memory.Find(key) is { } known) return known;
        var before = Stamp;
        var found = await ReadAsync(key, cancellationToken);
        // What was removed while it was read is not given any more.
        if (found is null || before != Stamp) return null;
        Remember(key, found, before);
        return found;
    }

    public void Keep(in CacheKey key, CachedResponse response, long stamp)
    {
        if (stamp != Stamp) return;
        Remember(key, response, stamp);
        writer.Add(new PendingAnswer(key, response, stamp));
    }

    public void Count(CacheOwner owner, bool isHit) => counts.Add(owner, isHit);

    /// <summary>Removes answers everywhere; see <see cref="CacheTable.RemoveAsync"/>. Holds for the next request on this node.</summary>
    public async Task<int> RemoveAsync(CacheOwner? owner, string? model, string? tag, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        var removed = await table.RemoveAsync(owner, model, tag, cancellationToken);
        await ReloadAsync(CancellationToken.None);
        return removed;
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var newest = await table.StampAsync(cancellationToken);
        if (newest == Stamp) return;
        stamp.Value = newest;
        memory.Clear();
    }

    private async Task<CachedResponse?> ReadAsync(CacheKey key, CancellationToken cancellationToken)
    {
        try
        {
            var found = await table.FindAsync(key, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            _isFailing = false;
            return found;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing) Troubled(logger, problem.GetBaseException().Message);
            _isFailing = true;
            return null;
        }
    }

    /// <summary>Not for longer than a removal at the same moment lets it.</summary>
    private void Remember(in CacheKey key, CachedResponse response, long before)
    {
        memory.Set(key, response);
        if (before != Stamp) memory.Remove(key);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache cannot be read from the database ({Problem}). Models are asked instead.")]
    private static partial void Troubled(ILogger logger, string problem);
}
