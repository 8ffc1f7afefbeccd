using Parley.Gateway.Messages;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Pipeline;

/// <summary>What callers are told when nobody can be called. Nothing was sent then, and nothing is charged.</summary>
internal static class Refusals
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="why">What kept the last candidate away.</param>
    /// <param name="provider">Its name.</param>
    /// <param name="model">What the caller asked for.</param>
    /// <param name="wait">The shortest wait among all candidates.</param>
    public static GatewayFault Of(Entry why, string provider, string model, TimeSpan wait)
    {
        var pause = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait < Longest ? wait : Longest;
        return new(FaultKind.Unavailable, Text(why, provider, model, (int)Math.Ceiling(pause.TotalSeconds))) { RetryAfter = pause };
    }

    private static string Text(Entry why, string provider, string model, int seconds) => why switch
    {
        Entry.Open => $"The provider '{provider}' keeps failing and is not called for the moment, and no other one can answer for '{model}' now. Nothing was sent; ask again in {seconds} s.",
        Entry.NoCredential or Entry.Spent => $"None of the gateway's credentials for the provider '{provider}' is taken. No other one can answer for '{model}' now. The gateway's operator must put that right; another model may work meanwhile. Nothing was sent.",
        _ => $"As many calls as the provider '{provider}' can bear are under way, and too many wait; no other one can answer for '{model}' now. Nothing was sent; ask again in {seconds} s.",
    };
}
