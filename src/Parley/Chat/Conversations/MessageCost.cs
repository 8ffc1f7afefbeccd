using System.ComponentModel;
using System.Globalization;

namespace Parley.Chat.Conversations;

/// <summary>An amount of money.</summary>
internal sealed record MessageCost([property: Description("A decimal number.")] string Amount, [property: Description("ISO 4217.")] string Currency)
{
    public static MessageCost? Of(decimal? dollars) => dollars is { } amount ? new(amount.ToString("0.#########", CultureInfo.InvariantCulture), "USD") : null;
}
