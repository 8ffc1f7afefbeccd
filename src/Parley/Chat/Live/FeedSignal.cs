using System.Collections.Concurrent;

namespace Parley.Chat.Live;

/// <summary>Wakes the readers of a person's feed in this process. What there is to read stands in the database, so a signal that is lost costs a moment, never an event.</summary>
internal sealed class FeedSignal
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = [];

    /// <summary>Completes at the next <see cref="Wake"/>. To be taken before looking into the database.</summary>
    public Task Next(Guid userId) => _waiting.GetOrAdd(userId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Wake(Guid userId)
    {
        if (_waiting.TryRemove(userId, out var waiting)) waiting.TrySetResult();
    }
}
