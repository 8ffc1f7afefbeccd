using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Providers.Routes;
using Parley.Shared;

namespace Parley.Providers.Sources;

/// <summary>Named routes of <c>Parley:Routes</c>. Anything wrong stops the start and is named; models that nobody serves yet
/// are no mistake, because they may be discovered or added later.</summary>
internal static class ConfiguredRoutes
{
    public static IReadOnlyList<RouteInput> Read(List<RouteInput> inputs)
    {
        var errors = new FieldErrors();
        if (inputs.Count > RouteRules.MostRoutes) errors.Add(RouteRules.Field, $"must be at most {RouteRules.MostRoutes}");
        RouteRules.Check(inputs, ProviderOrigin.Configuration, errors);
        return errors.Any ? throw new UserError($"Parley:Routes cannot be used: {errors} Nothing was started; correct it.") : inputs;
    }
}
