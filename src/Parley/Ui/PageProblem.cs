using Parley.Shared;
using Parley.Ui.Rendering;

namespace Parley.Ui;

/// <summary>A refusal from outside of a page's handler: a page for people, a problem for programs.</summary>
internal static class PageProblem
{
    public static Task WriteAsync(HttpContext context, int status, string detail) => PageResult.IsForPeople(context)
        ? ErrorPages.WriteAsync(context, status, detail)
        : Problems.WriteAsync(context, Problems.Details(status, detail));
}
