using System.Globalization;

namespace Parley.Billing.Pages.Requests;

/// <summary>Microseconds from the moment a request was read: to the (last) call of a provider, to the first token, to the end. Null for what did not come.</summary>
public sealed record RequestTimes(long? Sent, long? FirstToken, long? End)
{
    /// <summary>How wide a picture of them is.</summary>
    internal const int Width = 1000;

    /// <summary>The whole in its phases, by name, begin and width in parts of <see cref="Width"/>; empty while the end is not known.</summary>
    internal IReadOnlyList<(string Name, int Begin, int Width)> Phases()
    {
        if (End is not (> 0 and var end)) return [];
        var sent = Math.Clamp(Sent ?? 0, 0, end);
        var first = Math.Clamp(FirstToken ?? end, sent, end);
        return [.. new[] { Phase("here", 0, sent), Phase("waiting", sent, first), Phase("answering", first, end) }.Where(phase => phase.Width > 0)];

        (string Name, int Begin, int Width) Phase(string name, long from, long to) => (name, (int)(from * Width / end), (int)(to * Width / end) - (int)(from * Width / end));
    }

    /// <summary>As people read it: parts of a millisecond where they matter, seconds where there are many.</summary>
    internal static string Text(long microseconds) => microseconds switch
    {
        < 10_000 => (microseconds / 1000m).ToString("0.##", CultureInfo.InvariantCulture) + " ms",
        < 10_000_000 => (microseconds / 1000m).ToString("#,0", CultureInfo.InvariantCulture) + " ms",
        _ => (microseconds / 1_000_000m).ToString("#,0.0", CultureInfo.InvariantCulture) + " s",
    };
}
