using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Upstreams.Gemini;

/// <summary>Estimates the same for every text.</summary>
internal sealed class FixedEstimator(long tokens) : ITokenEstimator
{
    public long Count(string model, ReadOnlySpan<char> text) => tokens;
}
