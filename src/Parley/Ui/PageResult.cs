using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Shared;
using Parley.Ui.Rendering;

namespace Parley.Ui;

/// <summary>Answers of page routes: a component rendered once to HTML, or the way to another page.</summary>
internal static class PageResult
{
    /// <summary>A whole page, or a part of one.</summary>
    /// <param name="parameters">The component's parameters by name; null for none.</param>
    public static IResult Of<TComponent>(IReadOnlyDictionary<string, object?>? parameters = null, int status = StatusCodes.Status200OK)
        where TComponent : IComponent => new Rendered(typeof(TComponent), parameters, status);

    /// <summary>A page that takes one parameter, <c>Model</c>.</summary>
    public static IResult Of<TComponent>(object model, int status = StatusCodes.Status200OK)
        where TComponent : IComponent => Of<TComponent>(new Dictionary<string, object?> { ["Model"] = model }, status);

    /// <summary>After a form: the next page, by GET, which says <paramref name="toast"/> once.</summary>
    public static IResult Go(string path, string? toast = null) => new Onward(path, toast is null ? null : new Toast(toast));

    /// <summary>As <see cref="Go"/>, for what did not work.</summary>
    public static IResult GoBack(string path, string problem) => new Onward(path, new Toast(problem, IsError: true));

    /// <summary>A refusal in words.</summary>
    public static IResult Refuse(int status, string detail) => ErrorPages.Show(status, detail);

    /// <summary>Whether whoever asks reads HTML, and asks outside of the programs' part of the house.</summary>
    public static bool IsForPeople(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(ProblemsSetup.Api) && !context.Request.Path.StartsWithSegments("/v1")
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a page's script asks: it shows by itself what was done, and no page comes behind it.</summary>
    public static bool IsForScript(HttpContext context) => context.Request.Headers.ContainsKey("X-Parley-Script");

    private sealed class Rendered(Type component, IReadOnlyDictionary<string, object?>? parameters, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.RequestServices.GetRequiredService<PageContext>().Begin(httpContext);
            return new RazorComponentResult(component, parameters ?? new Dictionary<string, object?>())
            {
                StatusCode = status,
                PreventStreamingRendering = true,
            }.ExecuteAsync(httpContext);
        }
    }

    private sealed class Onward(string path, Toast? toast) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (toast is not null && !IsForScript(httpContext)) PageCookies.Leave(httpContext, toast);
            // A redirect that fetch follows by itself would end up inside the page.
            if (httpContext.Request.Headers.ContainsKey("HX-Request")) httpContext.Response.Headers["HX-Redirect"] = path;
            else
            {
                httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
                httpContext.Response.Headers.Location = path;
            }

            return Task.CompletedTask;
        }
    }
}
