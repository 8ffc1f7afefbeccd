using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Streams.Model;

namespace Parley.Streams.Responses;

/// <summary>Keeps responses. Whoever saves waits until it is durable; those that save at the same time share a transaction.</summary>
internal sealed class ResponseStore(StreamsOptions options, IDbContextFactory<ParleyDbContext> databases) : BackgroundService, IResponseStore
{
    private const int MostTogether = 64;

    private readonly Channel<Wish> _queue = Channel.CreateBounded<Wish>(1024);

    public ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken) => WriteAsync(response, mayAdd: true, cancellationToken);

    public ValueTask UpdateAsync(StoredResponse response, CancellationToken cancellationToken) => WriteAsync(response, mayAdd: false, cancellationToken);

    public async ValueTask<StoredResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<KeptResponse>().AsNoTracking().SingleOrDefaultAsync(r => r.Owner == owner && r.Id == id, cancellationToken);
        return row is null ? null : new StoredResponse
        {
            Id = row.Id, KeyId = caller.KeyId, UserId = caller.UserId, CreatedAt = row.CreatedAt, PreviousId = row.PreviousId, StreamId = row.StreamId,
            Provider = row.Provider, Input = row.Input, Body = row.Body,
        };
    }

    public async ValueTask<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<KeptResponse>().Where(r => r.Owner == owner && r.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Wish> batch = [];
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MostTogether && _queue.Reader.TryRead(out var item)) batch.Add(item);
            try
            {
                await WriteAsync(batch);
                batch.ForEach(item => item.Done.SetResult());
            }
            catch (Exception problem)
            {
                batch.ForEach(item => item.Done.SetException(new IOException("The response could not be kept: the database does not take it at the moment.", problem)));
            }

            batch.Clear();
        }
    }

    private async ValueTask WriteAsync(StoredResponse response, bool mayAdd, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new Wish(response, mayAdd, done), cancellationToken);
        await done.Task;
    }

    private async Task WriteAsync(List<Wish> wishes)
    {
        await using var db = await databases.CreateDbContextAsync();
        var ids = wishes.Select(w => w.Response.Id).Distinct().ToList();
        var rows = (await db.Set<KeptResponse>().Where(r => ids.Contains(r.Id)).ToListAsync()).ToDictionary(r => (r.Owner, r.Id));
        foreach (var (response, mayAdd, _) in wishes)
        {
            var owner = Owners.Of(response.KeyId, response.UserId);
            if (!rows.TryGetValue((owner, response.Id), out var row))
            {
                if (!mayAdd) continue;
                rows[(owner, response.Id)] = row = new KeptResponse { Owner = owner, Id = response.Id };
                db.Add(row);
            }

            (row.Body, row.Provider) = (response.Body.ToArray(), response.Provider);
            if (!mayAdd) continue;
            // A server that gives an id twice means the newer answer by it, and that one's question.
            (row.CreatedAt, row.ExpiresAt) = (response.CreatedAt, response.CreatedAt + options.ResponseRetention);
            (row.PreviousId, row.StreamId, row.Input) = (response.PreviousId, response.StreamId, response.Input.ToArray());
        }

        await db.SaveChangesAsync();
    }

    private sealed record Wish(StoredResponse Response, bool MayAdd, TaskCompletionSource Done);
}
