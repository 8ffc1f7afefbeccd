using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Parley.Chat.Live;

/// <summary>The answers that are being made in this process, by person.</summary>
internal sealed class LiveAnswers(FeedSignal signal)
{
    private readonly ConcurrentDictionary<Guid, ImmutableArray<LiveAnswer>> _people = [];

    public ImmutableArray<LiveAnswer> Of(Guid userId) => _people.TryGetValue(userId, out var answers) ? answers : [];

    public void Add(LiveAnswer answer)
    {
        _people.AddOrUpdate(answer.UserId, [answer], (_, others) => others.Add(answer));
        signal.Nudge(answer.UserId);
    }

    /// <summary>It grew.</summary>
    public void Grew(LiveAnswer answer) => signal.Nudge(answer.UserId);

    /// <summary>A block of it was told.</summary>
    public void Told(LiveAnswer answer) => signal.Wake(answer.UserId);

    public void Remove(LiveAnswer answer)
    {
        while (_people.TryGetValue(answer.UserId, out var before))
        {
            var after = before.Remove(answer);
            if (after.IsEmpty ? _people.TryRemove(new(answer.UserId, before)) : _people.TryUpdate(answer.UserId, after, before)) return;
        }
    }
}
