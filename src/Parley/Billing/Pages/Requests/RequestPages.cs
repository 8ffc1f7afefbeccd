using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Billing.Pages.Requests;

/// <summary>What became of one request: for administrators of any, for everybody of their own. A page, and the same as a part for its dialog.</summary>
internal static class RequestPages
{
    public const string OfAll = "/admin/usage/requests", OfOne = "/settings/usage/requests";

    public static void MapRequestPages(this RouteGroupBuilder pages)
    {
        pages.MapGet(OfAll + "/{requestId}", (string requestId, RequestReader reader, PageContext page, CancellationToken cancellationToken) =>
            ShowAsync<AnyRequestPage>(requestId, null, reader, page, cancellationToken)).RequireAuthorization(Policies.Admin);
        pages.MapGet(OfOne + "/{requestId}", (string requestId, HttpContext context, RequestReader reader, PageContext page) =>
            ShowAsync<OwnRequestPage>(requestId, CallerIdentity.UserId(context.User), reader, page, context.RequestAborted)).RequireAuthorization(Policies.Account);
    }

    private static async Task<IResult> ShowAsync<TPage>(string requestId, Guid? person, RequestReader reader, PageContext page, CancellationToken cancellationToken)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        try
        {
            if (await reader.FindAsync(requestId, person, cancellationToken) is not { } view) return TypedResults.NotFound();
            return page.IsPart ? PageResult.Of<RequestPart>(view) : PageResult.Of<TPage>(view);
        }
        catch (LedgerUnavailableException unavailable)
        {
            return PageResult.Refuse(StatusCodes.Status503ServiceUnavailable, unavailable.Message);
        }
    }
}
