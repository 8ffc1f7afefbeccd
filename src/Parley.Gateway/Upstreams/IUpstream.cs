using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams;

/// <summary>A protocol of upstreams, found by <see cref="Kind"/>.</summary>
public interface IUpstream
{
    /// <summary>The protocol's name, as <see cref="UpstreamConfig.Kind"/> spells it.</summary>
    string Kind { get; }

    /// <summary>Whether it can do an operation for a caller of a format. Counting that it does not offer is estimated instead.</summary>
    bool Offers(LlmOperation operation, WireFormat format);

    /// <summary>Makes one call, and notes when it leaves (<see cref="LlmRequest.CallLeaves"/>). Never throws for what an upstream does: a failed call is an answer with a fault. Throws
    /// <see cref="OperationCanceledException"/> when the caller left, and <see cref="GatewayFaultException"/> for a
    /// request that cannot be translated.</summary>
    ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken);
}
