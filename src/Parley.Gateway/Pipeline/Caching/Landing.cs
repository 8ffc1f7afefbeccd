using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>What came of a flight. Neither an answer nor a fault: the one that asked has left.</summary>
/// <param name="Response">The answer, for everybody that waits.</param>
/// <param name="Fault">What it failed with.</param>
/// <param name="IsTooLong">The answer is too long to be kept: whoever waits asks for itself.</param>
internal readonly record struct Landing(CachedResponse? Response = null, GatewayFault? Fault = null, bool IsTooLong = false);
