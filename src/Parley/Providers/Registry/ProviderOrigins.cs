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

    /// <summary>Why a row of another origin was not removed.</summary>
    public static string KeptBecause(this Provider provider) =>
        $"{provider.Name} was not removed: it is {provider.Comes()} and would be back at the next start. {provider.HowToRemove()} To keep it from serving now, disable it.";

    /// <summary>Why a row of another origin was not changed.</summary>
    public static string UnchangedBecause(this Provider provider) =>
        $"{provider.Name} was not changed: it is {provider.Comes()} and would be as before after the next start. {provider.HowToChange()} Enabling and disabling work here.";

    public static string HowToChange(this Provider provider) => provider.Origin switch
    {
        ProviderOrigin.Configuration => "Change it in Parley:Providers and start again.",
        ProviderOrigin.Environment when Vendor.All.FirstOrDefault(v => v.Name == provider.Name) is { } vendor =>
            $"Change {vendor.KeyVariable}{(vendor.BaseUrlVariable is { } url ? " or " + url : "")} and start again, or unset it and register {provider.Name} by yourself.",
        ProviderOrigin.Environment => "Start with Parley:DetectLocal=false and register it by yourself.",
        _ => "It has nothing to change.",
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
