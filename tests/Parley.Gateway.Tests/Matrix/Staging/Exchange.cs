using System.Net.Http.Headers;

namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>What could be seen of one call on both sides.</summary>
internal sealed record Exchange(string Sent, int Status, string Answer, IReadOnlyList<string> Dropped, string? RetryAfter)
{
    /// <summary>All headers of the answer.</summary>
    public required HttpResponseHeaders Headers { get; init; }
}
