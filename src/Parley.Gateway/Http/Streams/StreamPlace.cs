using System.Globalization;

namespace Parley.Gateway.Http.Streams;

/// <summary>The place in a stream from which somebody reads on: the number of the last event that arrived.</summary>
public static class StreamPlace
{
    /// <summary>Reads it from <c>Last-Event-ID</c>, or else from the query: a browser that comes back by itself says in the header where it is, and its
    /// address still says where it began. Null where neither says anything; false where what is said is no number of an event, of which there are
    /// at most <paramref name="most"/>.</summary>
    public static bool TryRead(string? lastEventId, string? after, out long? place, long most = int.MaxValue)
    {
        place = null;
        var text = string.IsNullOrEmpty(lastEventId) ? after : lastEventId;
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most) return false;
        place = number;
        return true;
    }
}
