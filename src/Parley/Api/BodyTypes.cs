using Microsoft.AspNetCore.Routing;

namespace Parley.Api;

/// <summary>
/// A body of another type than an operation takes is told by <see cref="StrictRequests"/>, in its turn. The framework would tell it while it looks for the route, with an endpoint of its
/// own that asks for a credential: whoever signs in with a body that is no JSON would read that they are not signed in.
/// </summary>
internal static class BodyTypes
{
    /// <summary>Internal to the framework (dotnet/aspnetcore, src/Http/Routing/src/Matching/AcceptsMatcherPolicy.cs); a test holds what its absence is for.</summary>
    private const string Policy = "AcceptsMatcherPolicy";

    public static void LeaveToStrictRequests(IServiceCollection services)
    {
        services.AddRouting();
        foreach (var policy in services.Where(service => service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == Policy).ToList()) services.Remove(policy);
    }
}
