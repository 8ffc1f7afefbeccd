using Microsoft.AspNetCore.Diagnostics;
using Parley.Shared;
using Parley.Ui.Pages;

namespace Parley.Ui.Rendering;

/// <summary>What a person sees when there is no page to see; programs get problem details.</summary>
internal static class ErrorPages
{
    public static IResult Show(int status, string detail) => PageResult.Of<ErrorPage>(new ErrorPage.View(status, Title(status), detail), status);

    public static async Task WriteAsync(HttpContext context, int status, string? detail = null)
    {
        // While the database is away nobody knows who asks.
        await context.RequestServices.GetRequiredService<PageContext>().PrepareAsync(context, asStranger: status == StatusCodes.Status503ServiceUnavailable);
        await Show(status, detail ?? Detail(status)).ExecuteAsync(context);
    }

    /// <summary>For answers that have a status and no body yet.</summary>
    public static Task WriteBareAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return PageResult.IsForPeople(context.HttpContext) ? WriteAsync(context.HttpContext, status)
            : Problems.WriteAsync(context.HttpContext, Problems.Details(status, Detail(status)));
    }

    private static string Title(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "This is not yours to open",
        StatusCodes.Status404NotFound => "There is nothing here",
        StatusCodes.Status429TooManyRequests => "A little slower, please",
        StatusCodes.Status503ServiceUnavailable => "Parley cannot reach its data",
        >= 500 => "Something broke on our side",
        _ => "That did not work",
    };

    private static string Detail(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "Your account may not see this page. An administrator can change what it may do.",
        StatusCodes.Status404NotFound => "The address may be mistyped, or what was here was removed. Your chats are where you left them.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take that kind of request.",
        StatusCodes.Status413PayloadTooLarge => "What you sent is too long, so nothing of it was kept. Go back, and send less at once.",
        StatusCodes.Status503ServiceUnavailable => "The database does not answer at the moment. Nothing was changed; try again in a moment.",
        >= 500 => "Nothing more can be told here; the server's log has the reason. Try again, and tell whoever runs this server if it stays.",
        _ => "The request was refused.",
    };
}
