namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>What could be seen of one call on both sides.</summary>
internal sealed record Exchange(string Sent, int Status, string Answer, IReadOnlyList<string> Dropped, string? RetryAfter);
