using Parley.Providers.Model;
using Parley.Providers.Sources;

namespace Parley.Providers.Registry;

/// <summary>What people are told of where a provider comes from.</summary>
internal static class ProviderOrigins
{
    public static string Comes(this Provider provider) => provider.Origin switch
    {
        ProviderOrigin.Configuration => "from the configuration",
        ProviderOrigin.Environment => "from the environment",
        ProviderOrigin.BuiltIn => "built in",
        _ => "added by an operator",
    };

    public static string HowToRemove(this Provider provider) => provider.Origin switch
    {
        ProviderOrigin.Configuration => "Take it out of Parley:Providers and start again.",
        ProviderOrigin.Environment when Vendor.All.FirstOrDefault(v => v.Name == provider.Name) is { } vendor => $"Unset {vendor.KeyVariable} and start again.",
        ProviderOrigin.Environment => "Start with Parley:DetectLocal=false.",
        ProviderOrigin.BuiltIn => "Start with Parley:Demo=false.",
        _ => "",
    };
}
