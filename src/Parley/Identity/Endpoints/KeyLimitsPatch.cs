using System.ComponentModel;
using Parley.Identity.Keys;

namespace Parley.Identity.Endpoints;

/// <summary>A change of a key's limits: what it leaves out stays, null takes a limit away.</summary>
internal sealed class KeyLimitsPatch
{
    [Description("Requests a minute: a bucket of that many, refilled evenly, up to 1000000000; 0 or null for no limit.")]
    public long? RequestsPerMinute { get; set { field = value; Requests = Change<long?>.To(value); } }

    [Description("Tokens a minute, of prompts and answers together: a bucket of that many, refilled evenly, up to 1000000000; 0 or null for no limit.")]
    public long? TokensPerMinute { get; set { field = value; Tokens = Change<long?>.To(value); } }

    [Description("Requests at the same time, up to 1000000; 0 or null for no limit.")]
    public int? Concurrency { get; set { field = value; Running = Change<int?>.To(value); } }

    internal Change<long?> Requests { get; private set; }

    internal Change<long?> Tokens { get; private set; }

    internal Change<int?> Running { get; private set; }

    /// <summary>Takes all limits away.</summary>
    internal static KeyLimitsPatch Nothing() => new() { RequestsPerMinute = null, TokensPerMinute = null, Concurrency = null };
}
