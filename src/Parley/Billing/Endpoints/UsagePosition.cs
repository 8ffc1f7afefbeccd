using System.Globalization;
using Parley.Billing.Model;

namespace Parley.Billing.Endpoints;

/// <summary>A place in the list, newest first: the time of a record, and its sequence number where times are equal.</summary>
internal sealed record UsagePosition(DateTimeOffset At, long Sequence)
{
    public static string Of(UsageEvent row) => string.Create(CultureInfo.InvariantCulture, $"{row.At.UtcTicks}.{row.Sequence}");

    /// <summary>Null for what is no place in this list.</summary>
    public static UsagePosition? Parse(string? text) =>
        text?.Split('.') is [var ticks, var sequence]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new UsagePosition(new DateTimeOffset(at, TimeSpan.Zero), number)
            : null;
}
