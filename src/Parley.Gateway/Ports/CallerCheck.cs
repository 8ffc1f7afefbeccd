using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>What came of asking who makes a request: a caller that may call models, or the fault to answer with.</summary>
/// <param name="Caller">The caller; null when it is refused.</param>
/// <param name="Refusal">401 for a credential that is missing or no good, 403 for a caller that may not call models.</param>
public readonly record struct CallerCheck(Caller? Caller, GatewayFault? Refusal);
