using Parley.Gateway.Routing.Health;

namespace Parley.Providers.Pages;

/// <summary>States of providers as pages name and colour them.</summary>
internal static class StateNames
{
    public static string Of(HealthState? state) => state switch
    {
        HealthState.Healthy => "healthy",
        HealthState.Degraded => "degraded",
        HealthState.Down => "down",
        _ => "unknown",
    };

    public static string Badge(string state) => state switch
    {
        "healthy" or "available" => "success",
        "degraded" or "deprecated" => "warning",
        "down" => "danger",
        _ => "neutral",
    };
}
