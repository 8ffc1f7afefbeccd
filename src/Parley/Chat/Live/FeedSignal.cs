using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Parley.Chat.Live;

/// <summary>Wakes the readers of a person's feed in this process, and hands them what is only for the moment. What there is to read durably stands in the
/// database, so a signal that is lost costs a moment, never an event.</summary>
internal sealed class FeedSignal
{
    private readonly ConcurrentDictionary<Guid, ImmutableArray<FeedListener>> _people = [];

    private int _last;

    /// <summary>Whose feeds are read in this process.</summary>
    public IEnumerable<Guid> People => _people.Keys;

    /// <summary>How many readers a person has in this process.</summary>
    public int CountOf(Guid userId) => _people.TryGetValue(userId, out var listeners) ? listeners.Length : 0;

    /// <summary>Begins to listen; dispose of it. To be called before looking into the database.</summary>
    public FeedListener Listen(Guid userId)
    {
        var listener = new FeedListener(gone => Leave(userId, gone)) { Number = Interlocked.Increment(ref _last) & int.MaxValue };
        _people.AddOrUpdate(userId, [listener], (_, others) => others.Add(listener));
        return listener;
    }

    /// <summary>There is something new in the database.</summary>
    public void Wake(Guid userId)
    {
        foreach (var listener in Of(userId)) listener.Wake();
    }

    /// <summary>An answer of this person grew.</summary>
    public void Nudge(Guid userId)
    {
        foreach (var listener in Of(userId)) listener.Nudge();
    }

    /// <summary>Tells all readers of a person, but for <paramref name="not"/>, something that is only for the moment.</summary>
    public void Tell(Guid userId, FeedNote note, FeedListener? not = null)
    {
        foreach (var listener in Of(userId))
            if (listener != not) listener.Tell(note);
    }

    /// <summary>A sign of life is due for every reader whose turn it is, of so many turns.</summary>
    public void Beat(int turn, int turns)
    {
        foreach (var (_, listeners) in _people)
            foreach (var listener in listeners)
                if (listener.Number % turns == turn) listener.Beat();
    }

    private ImmutableArray<FeedListener> Of(Guid userId) => _people.TryGetValue(userId, out var listeners) ? listeners : [];

    private void Leave(Guid userId, FeedListener gone)
    {
        while (_people.TryGetValue(userId, out var before))
        {
            var after = before.Remove(gone);
            if (after.IsEmpty ? _people.TryRemove(new(userId, before)) : _people.TryUpdate(userId, after, before)) return;
        }
    }
}
