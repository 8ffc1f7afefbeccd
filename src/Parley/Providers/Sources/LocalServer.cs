using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Sources;

/// <summary>A model server that people run on their own machine, at its usual port.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="BaseUrl">Where it usually is.</param>
/// <param name="OwnedBy">What its model list says in <c>owned_by</c>, or null when that tells nothing.</param>
/// <param name="VersionPath">A path that answers <c>{"version": "..."}</c>, or null.</param>
internal sealed record LocalServer(string Name, Uri BaseUrl, string? OwnedBy, string? VersionPath)
{
    public static ImmutableArray<LocalServer> Usual { get; } =
    [
        new("ollama", new Uri("http://127.0.0.1:11434/v1"), null, "/api/version"),
        new("llama-server", new Uri("http://127.0.0.1:8080/v1"), "llamacpp", null),
    ];

    public ProviderDefinition ToDefinition() => new()
    {
        Name = Name, Kind = "chat", Origin = ProviderOrigin.Environment, BaseUrl = BaseUrl, AllowPrivateNetwork = true,
    };
}
