namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>What the vendor answers.</summary>
internal sealed record Reply(int Status, string Body, bool IsStream = false, bool IsCut = false)
{
    /// <summary>With these headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
