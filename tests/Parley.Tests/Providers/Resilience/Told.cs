using System.Net;

namespace Parley.Tests.Providers.Resilience;

/// <summary>What a client got.</summary>
internal sealed record Told(HttpStatusCode Status, string Body, TimeSpan Head, string? Provider, int Attempts, string? RequestId, TimeSpan? RetryAfter, bool Stream)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    /// <summary>Whole, or it says that it is not.</summary>
    public bool IsHonest => !IsOk || (Stream ? Body.Contains("[DONE]", StringComparison.Ordinal) || Body.Contains("\"error\"", StringComparison.Ordinal) : Body.EndsWith('}'));
}
