using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>How a form is answered: a browser goes to a page, the page's script hears where it would have gone.</summary>
internal static class FormAnswer
{
    public static bool IsScript(HttpContext context) => PageResult.IsForScript(context);

    public static IResult Go(HttpContext context, string path, string? toast = null) => IsScript(context) ? TypedResults.Json(new Answer(path, null, toast)) : PageResult.Go(path, toast);

    public static IResult Fail(HttpContext context, string path, int status, string problem) =>
        IsScript(context) ? TypedResults.Json(new Answer(null, problem, null), statusCode: status) : PageResult.GoBack(path, problem);

    /// <summary>It is not there, or somebody else's.</summary>
    public static IResult Gone(HttpContext context) => Fail(context, "/", StatusCodes.Status404NotFound, "This is not there any more: it was deleted, perhaps in another tab. Nothing was changed.");

    private sealed record Answer(string? Path, string? Problem, string? Said);
}
