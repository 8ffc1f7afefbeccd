namespace Parley.Chat.Live;

/// <summary>Where a reader of a feed begins. Pure.</summary>
/// <param name="After">It gets what is behind this number.</param>
/// <param name="IsReset">What it asked for is not kept (or never was): it must read its lists anew, and goes on from here.</param>
internal readonly record struct FeedStart(long After, bool IsReset)
{
    /// <summary>Decides.</summary>
    /// <param name="asked">The last number that the reader has; null for a reader that has just read everything.</param>
    /// <param name="last">The newest number of the feed.</param>
    /// <param name="oldest">The oldest number that is kept; one more than the last when nothing is.</param>
    public static FeedStart Of(long? asked, long last, long oldest) => asked switch
    {
        null => new FeedStart(last, false),
        { } after when after > last || after + 1 < oldest => new FeedStart(last, true),
        { } after => new FeedStart(after, false),
    };
}
