using Parley.Identity;

namespace Parley.Chat.Live;

/// <summary>Lets readers in to a person's feed, and tells the others that they came and went.</summary>
internal sealed class Readers(FeedSignal signal, IHostApplicationLifetime host, TimeProvider time)
{
    /// <summary>Tabs, devices and programs of one person at the same time, on one node.</summary>
    public const int MostPerPerson = 64;

    /// <summary>Fires when the process is about to end: its readers go elsewhere at once, for they have nothing to finish.</summary>
    public CancellationToken Ending => host.ApplicationStopping;

    /// <summary>A place for one more reader; null when there are too many.</summary>
    public FeedListener? Enter(HttpContext context)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (signal.CountOf(userId) >= MostPerPerson) return null;
        var listener = signal.Listen(userId);
        listener.Connection = Guid.CreateVersion7(time.GetUtcNow());
        TellPresence(userId, listener);
        return listener;
    }

    public void Leave(Guid userId, FeedListener listener)
    {
        listener.Dispose();
        TellPresence(userId, null);
    }

    /// <summary>How many connections a person has on this node, for all of them but the one that has just come.</summary>
    private void TellPresence(Guid userId, FeedListener? not) => signal.Tell(userId, new FeedNote("presence", new PresenceData(signal.CountOf(userId), null)), not);
}
