using System.Globalization;

namespace Parley.Chat.Conversations;

/// <summary>A place in a list that is sorted by time and id, both falling.</summary>
internal readonly record struct ConversationCursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}");

    public static bool IsCursor(string text) => TryRead(text, out _);

    public static bool TryRead(string? text, out ConversationCursor cursor)
    {
        cursor = default;
        if (text?.Split('.') is not [var ticks, var id] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at > DateTimeOffset.MaxValue.UtcTicks || !Guid.TryParseExact(id, "D", out var guid)) return false;
        cursor = new(new DateTimeOffset(at, TimeSpan.Zero), guid);
        return true;
    }
}
