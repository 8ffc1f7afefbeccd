namespace Parley.Gateway.Messages;

/// <summary>Carries a <see cref="GatewayFault"/> out of a request reader: misuse at the door, before any upstream call.</summary>
public sealed class GatewayFaultException(GatewayFault fault) : Exception(fault.Message)
{
    /// <summary>What went wrong.</summary>
    public GatewayFault Fault { get; } = fault;

    /// <summary>A 400 that names the field.</summary>
    public static GatewayFaultException Invalid(string message, string? param = null) =>
        new(new GatewayFault(FaultKind.InvalidRequest, message) { Param = param });
}
