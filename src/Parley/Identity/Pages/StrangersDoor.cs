using Microsoft.AspNetCore.Mvc;
using Parley.Identity.Endpoints;

namespace Parley.Identity.Pages;

/// <summary>Pages that anybody may open and send.</summary>
internal static class StrangersDoor
{
    public static RouteGroupBuilder MapStrangersDoor(this RouteGroupBuilder pages) =>
        pages.MapGroup("").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(AuthEndpoints.MostOfStrangers)).AddEndpointFilter<PageAttemptLimit>();
}
