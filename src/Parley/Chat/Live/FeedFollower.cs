namespace Parley.Chat.Live;

/// <summary>
/// Brings a person's feed to one reader: what is durable in the order of its numbers, and what is live between. An answer's tail is sent only when the blocks before it were.
/// </summary>
internal sealed class FeedFollower(FeedTable table, LiveAnswers answers, TimeProvider time)
{
    /// <summary>Between two tails as HTML: faster than a screen shows them they would only cost.</summary>
    private static readonly TimeSpan HtmlPause = TimeSpan.FromMilliseconds(30);

    /// <summary>Sends until the token fires.</summary>
    /// <param name="userId">Whose feed.</param>
    /// <param name="asked">The last number that the reader has; null to begin now.</param>
    /// <param name="listener">What wakes it; it listened before this call.</param>
    /// <param name="transport">The reader.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="withHtml">Tails come as HTML too.</param>
    public async Task RunAsync(Guid userId, long? asked, FeedListener listener, IFeedTransport transport, CancellationToken cancellationToken, bool withHtml = false)
    {
        var (last, oldest) = await table.RangeAsync(userId, cancellationToken);
        var start = FeedStart.Of(asked, last, oldest);
        var seen = start.After;
        if (start.IsReset) await transport.WriteAsync(FeedEnvelope.Of("reset", new ResetData(seen), seen), seen, cancellationToken);
        else if (asked is null) await transport.WriteAsync(FeedEnvelope.Of("hello", new ResetData(seen), seen), seen, cancellationToken);
        Dictionary<Guid, LiveCursor> cursors = [];
        using var over = cancellationToken.UnsafeRegister(static waiting => ((FeedListener)waiting!).Wake(), listener);
        while (!cancellationToken.IsCancellationRequested)
        {
            var (news, live, notes) = listener.Take();
            if (news) seen = await WriteDurableAsync(userId, seen, transport, cancellationToken);
            var hasHtml = false;
            if (live || news) (seen, hasHtml) = await WriteLiveAsync(userId, seen, cursors, transport, withHtml, cancellationToken);
            foreach (var note in notes) await transport.WriteAsync(FeedEnvelope.Of(note.Kind, note.Data), null, cancellationToken);
            if (news || live || notes.Length > 0) await transport.FlushAsync(cancellationToken);
            else await transport.BeatAsync(cancellationToken);
            // Only behind a tail: what tells that an answer begins must not hold up its first words.
            if (hasHtml) await Task.Delay(HtmlPause, time, cancellationToken);
            await listener.WhenAnyAsync();
        }
    }

    private async ValueTask<long> WriteDurableAsync(Guid userId, long seen, IFeedTransport transport, CancellationToken cancellationToken)
    {
        while (true)
        {
            var events = await table.ReadAsync(userId, seen, cancellationToken);
            foreach (var item in events) await transport.WriteAsync(FeedEnvelope.Of(item), item.Seq, cancellationToken);
            if (events.Count > 0) seen = events[^1].Seq;
            if (events.Count < FeedTable.MostTogether) return seen;
            await transport.FlushAsync(cancellationToken);
        }
    }

    private async ValueTask<(long Seen, bool HasHtml)> WriteLiveAsync(Guid userId, long seen, Dictionary<Guid, LiveCursor> cursors, IFeedTransport transport, bool withHtml, CancellationToken cancellationToken)
    {
        var running = answers.Of(userId);
        var hasHtml = false;
        foreach (var answer in running)
        {
            if (!cursors.TryGetValue(answer.GenerationId, out var cursor)) cursors[answer.GenerationId] = cursor = new LiveCursor();
            var (tail, status) = answer.Take(cursor, seen, out var isBehind);
            if (isBehind)
            {
                seen = await WriteDurableAsync(userId, seen, transport, cancellationToken);
                (tail, status) = answer.Take(cursor, seen, out isBehind); // and if a block came just now, its signal is here too
            }

            if (status is not null) await transport.WriteAsync(FeedEnvelope.Of("status", status), null, cancellationToken);
            if (tail is not null && withHtml) (tail, hasHtml) = (tail with { Html = answer.Html(cursor) }, true);
            if (tail is not null) await transport.WriteAsync(FeedEnvelope.Of("tail", tail), null, cancellationToken);
        }

        if (cursors.Count > running.Length)
            foreach (var gone in cursors.Keys.Where(id => !running.Any(a => a.GenerationId == id)).ToList()) cursors.Remove(gone);
        return (seen, hasHtml);
    }
}
