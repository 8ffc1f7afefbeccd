using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>
/// Makes streams durable behind the scenes: a few times a second, what all of them have new goes to the database in one transaction. A database
/// that is away is waited for; streams go on meanwhile as far as memory is allowed to go.
/// </summary>
internal sealed partial class LogWriter(
    StreamLog log, StreamNode node, IDbContextFactory<ParleyDbContext> databases, TimeProvider time, ILogger<LogWriter> logger) : BackgroundService
{
    private const int MostBytesPerRun = 1024 * 1024, MostStreamsTogether = 64, MostFailures = 3;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200), AfterTrouble = TimeSpan.FromSeconds(2);
    private long _saidSo;
    private bool _isTroubled;

    /// <summary>Writes what there is; streams that have more are left for the next time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_saidSo) > StreamNode.SaysSoEvery) await SaySoAsync(cancellationToken);
        var streams = log.TakeChanged();
        foreach (var some in streams.Chunk(MostStreamsTogether))
        {
            try
            {
                await WriteAsync(some, cancellationToken);
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                await WriteEachAsync(some, problem, cancellationToken);
            }
        }
    }

    /// <summary>One that cannot be written must not hold up the others. What was written is found out anew: the answer to a commit may have been lost,
    /// and a row may be gone.</summary>
    private async Task WriteEachAsync(RunningStream[] streams, Exception problem, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var stream in streams)
        {
            try
            {
                if (failed < MostFailures) await WriteAnewAsync(stream, cancellationToken);
                else log.StillChanged(stream);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
            {
                log.StillChanged(stream);
                problem = trouble;
                failed++;
            }
        }

        if (failed == streams.Length || failed >= MostFailures) throw new IOException(problem.GetBaseException().Message, problem);
    }

    private async Task WriteAnewAsync(RunningStream stream, CancellationToken cancellationToken)
    {
        var id = stream.Info.Id;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (!await db.Set<LoggedStream>().AnyAsync(s => s.Id == id, cancellationToken))
            {
                db.Add(RowOf(stream, time.GetUtcNow(), isLast: false));
                await db.SaveChangesAsync(cancellationToken);
            }

            stream.IsListed = true;
            stream.Found(await db.Set<LoggedFrames>().Where(f => f.StreamId == id).MaxAsync(f => (long?)(f.First + f.Count - 1), cancellationToken) ?? 0);
        }

        await WriteAsync([stream], cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // All streams are over by now; what they said last is written as long as the host waits.
        while (!cancellationToken.IsCancellationRequested && log.Running.Any()) await TryWriteAsync(Every, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) await TryWriteAsync(Every, stoppingToken);
    }

    private async Task TryWriteAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
            _isTroubled = false;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isTroubled) Troubled(logger, problem.GetBaseException().Message);
            _isTroubled = true;
            pause = AfterTrouble;
        }

        try
        {
            if (_isTroubled) await Task.Delay(pause, time, cancellationToken);
            else await log.WaitAsync(pause, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop looks by itself.
        }
    }

    private LoggedStream RowOf(RunningStream stream, DateTimeOffset now, bool isLast) => new()
    {
        Id = stream.Info.Id, Owner = Owners.Of(stream.Info.KeyId, stream.Info.UserId), Format = stream.Info.Format?.Name() ?? "", IsNumbered = stream.Info.IsNumbered,
        CreatedAt = stream.Info.CreatedAt, Node = node.Name, AliveAt = now, EndedAt = isLast ? now : null,
    };

    private async Task WriteAsync(RunningStream[] streams, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        List<(RunningStream Stream, long UpTo, bool IsLast)> written = [];
        foreach (var stream in streams)
        {
            var (first, frames, isLast) = stream.TakeUnsaved(MostBytesPerRun);
            var row = RowOf(stream, now, isLast);
            if (!stream.IsListed) db.Add(row);
            else if (isLast) db.Attach(row).Property(r => r.EndedAt).IsModified = true; // that it is alive is said for all of them at once
            if (frames.Count > 0) db.Add(new LoggedFrames { StreamId = row.Id, First = first, Count = frames.Count, Bytes = FrameCodec.Write(frames) });
            written.Add((stream, first + frames.Count - 1, isLast));
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (stream, upTo, isLast) in written)
        {
            stream.IsListed = true;
            stream.Saved(upTo, isLast);
            if (isLast) log.Forget(stream);
            else if (stream.HasUnsaved) log.StillChanged(stream);
        }
    }

    /// <summary>Streams that are silent for long are alive all the same; and some are to be stopped.</summary>
    private async Task SaySoAsync(CancellationToken cancellationToken)
    {
        _saidSo = time.GetTimestamp();
        if (!log.Running.Any()) return;
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<LoggedStream>().Where(s => s.Node == node.Name && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.AliveAt, now), cancellationToken);
        var unwanted = await db.Set<LoggedStream>().Where(s => s.Node == node.Name && s.EndedAt == null && s.IsToStop).Select(s => s.Id).ToListAsync(cancellationToken);
        foreach (var id in unwanted) log.Find(id)?.Stop();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Streams cannot be written to the database ({Problem}). They go on from memory; it is tried again.")]
    private static partial void Troubled(ILogger logger, string problem);
}
