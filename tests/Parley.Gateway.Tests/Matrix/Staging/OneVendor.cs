using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>One provider of each kind, all at one address: models are <c>kind/name</c>.</summary>
internal sealed class OneVendor(string address) : IRouteSource
{
    public RouteSnapshot Current { get; } = new(Enum.GetValues<WireFormat>().Select(kind => new UpstreamConfig
    {
        Name = kind.Name(), Kind = kind.Name(), BaseUrl = new Uri(address), Credentials = [new UpstreamCredential("1", new Secret("key"))], AllowPrivateNetwork = true, TakesAnyModel = true, MaxRetries = 0, Breaker = false,
    }), []);

    public ValueTask RefreshAsync(CancellationToken cancellationToken) => default;

    /// <summary>A model that takes what its vendor's format has.</summary>
    public static string ModelOf(WireFormat kind) => kind switch
    {
        WireFormat.Messages => "claude-sonnet-4-5",
        WireFormat.Gemini => "gemini-3-flash",
        _ => "up-model",
    };
}
