using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

internal sealed class Words : ITokenEstimator
{
    public long Count(string model, ReadOnlySpan<char> text) => text.Count(' ') + 1;
}
