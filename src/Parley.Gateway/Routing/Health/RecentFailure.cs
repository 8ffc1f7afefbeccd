namespace Parley.Gateway.Routing.Health;

/// <summary>Calls of one provider that failed in the same way within the latest <see cref="Span"/>.</summary>
/// <param name="Kind">The fault's label, and the status where the provider answered one.</param>
/// <param name="Count">How many.</param>
/// <param name="Latest">When the latest one failed; UTC.</param>
public sealed record RecentFailure(string Kind, int Count, DateTimeOffset Latest)
{
    /// <summary>Older failures are forgotten, give or take a minute.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromMinutes(15);
}
