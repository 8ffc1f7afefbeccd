namespace Parley; internal sealed class ZEst : Parley.Gateway.Ports.ITokenEstimator { public long Count(string m, ReadOnlySpan<char> t) => t.Length / 4; }
