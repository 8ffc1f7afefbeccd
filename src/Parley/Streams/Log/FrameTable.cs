using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>Reads frames from the database.</summary>
internal sealed class FrameTable(IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>Runs of frames a read: each is a megabyte at most, and usually some kilobytes.</summary>
    private const int RunsPerRead = 16;

    /// <summary>Frames behind number <paramref name="after"/>, some of them at least if there are any.</summary>
    public async Task<List<ReadOnlyMemory<byte>>> ReadAsync(string streamId, long after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await db.Set<LoggedFrames>().AsNoTracking()
            .Where(f => f.StreamId == streamId && f.First + f.Count > after + 1)
            .OrderBy(f => f.First).Take(RunsPerRead).ToListAsync(cancellationToken);
        List<ReadOnlyMemory<byte>> frames = [];
        foreach (var run in runs) FrameCodec.Read(run.Bytes, after + 1 - run.First, frames);
        return frames;
    }

    /// <summary>Tells the process that makes a stream to end it; it looks every few seconds.</summary>
    public async Task AskToStopAsync(string id, string owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<LoggedStream>().Where(s => s.Id == id && s.Owner == owner && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.IsToStop, true), cancellationToken);
    }

    /// <summary>Notes that a stream is being read.</summary>
    public async Task NoteReaderAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<LoggedStream>().Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.ReadAt, at), cancellationToken);
    }

    /// <summary>When a stream was last read in another process than the one that makes it; the beginning of time for never.</summary>
    public async Task<DateTimeOffset> ReadAtAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<LoggedStream>().Where(s => s.Id == id).Select(s => s.ReadAt).SingleOrDefaultAsync(cancellationToken) ?? DateTimeOffset.MinValue;
    }

    /// <summary>The row of a stream that this owner may read.</summary>
    public async Task<LoggedStream?> FindAsync(string id, string owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<LoggedStream>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.Owner == owner, cancellationToken);
    }
}
