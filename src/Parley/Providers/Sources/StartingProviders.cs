using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Sources;

/// <summary>All providers that a start knows before it looks around, most explicit source first.</summary>
internal static class StartingProviders
{
    public static IReadOnlyList<ProviderDefinition> Read(ProvidersOptions options, IConfiguration configuration) =>
    [
        .. ConfiguredProviders.Read(options.Providers),
        .. EnvironmentProviders.Read(configuration),
        .. options.Demo ? [Demo] : Array.Empty<ProviderDefinition>(),
    ];

    private static ProviderDefinition Demo { get; } = new()
    {
        Name = "demo", Kind = "demo", Origin = ProviderOrigin.BuiltIn, Models = [new ProviderModel("demo", "demo")],
    };
}
