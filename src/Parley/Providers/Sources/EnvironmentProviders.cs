using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Sources;

/// <summary>Providers from the vendors' own environment variables. Pure over the configuration, which includes the environment.</summary>
internal static class EnvironmentProviders
{
    public static IEnumerable<ProviderDefinition> Read(IConfiguration environment) =>
        Vendor.All.Where(v => !string.IsNullOrWhiteSpace(environment[v.KeyVariable])).Select(v => Read(v, environment));

    private static ProviderDefinition Read(Vendor vendor, IConfiguration environment)
    {
        var input = new ProviderInput
        {
            Name = vendor.Name,
            Kind = vendor.Kind,
            BaseUrl = vendor.BaseUrl,
            ApiKeys = [environment[vendor.KeyVariable]!.Trim()],
        };
        if (vendor.BaseUrlVariable is { } variable && environment[variable]?.Trim() is { Length: > 0 } other)
        {
            // Who sets the process's environment is its administrator: an address given there is an address allowed.
            (input.BaseUrl, input.AllowPrivateNetwork) = (other, true);
        }

        var errors = new FieldErrors();
        return ProviderRules.Check(input, ProviderOrigin.Environment, errors) ?? throw new UserError(
            $"The environment variable {vendor.KeyVariable}{(vendor.BaseUrlVariable is { } url ? " or " + url : "")} cannot be used: {errors} Nothing was started; correct or unset it.");
    }
}
