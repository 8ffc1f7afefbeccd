using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Shared;
using Parley.Ui.Rendering;

namespace Parley.Ui;

/// <summary>Front door of the look: pages, and the slots to which modules add their parts.</summary>
internal static class UiSetup
{
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddSingleton<WebAssets>();
        services.AddScoped<PageContext>();
        services.AddScoped<FormState>();
        services.TryAddScoped<IViewerSource, NoViewer>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, PageAuthorization>();
        services.AddExceptionHandler<PageExceptionHandler>();
        return services;
    }

    /// <summary>A slot: adds a link to the navigation.</summary>
    public static IServiceCollection AddNavigation(this IServiceCollection services, NavigationEntry entry) => services.AddSingleton(entry);

    /// <summary>A slot: adds a section to <c>/settings</c>.</summary>
    public static IServiceCollection AddSettingsSection<TComponent>(this IServiceCollection services, string id, string title, string icon, int order, string? script = null)
        where TComponent : IComponent => services.AddSingleton(new SettingsSection(id, title, icon, order, typeof(TComponent), script));

    /// <summary>Goes right behind the problems: what has no body yet, outside of the programs' part, gets one.</summary>
    public static IApplicationBuilder UsePages(this IApplicationBuilder app) => app.UseWhen(
        context => !context.Request.Path.StartsWithSegments(ProblemsSetup.Api) && !context.Request.Path.StartsWithSegments("/v1"),
        people => people.UseStatusCodePages(ErrorPages.WriteBareAsync));

    public static void MapUi(this IEndpointRouteBuilder routes, bool withDesign)
    {
        routes.MapGet("/assets/{name}", (string name, HttpContext context, WebAssets assets) => assets.Serve(name, context)).AllowAnonymous().ExcludeFromDescription();
        var pages = routes.MapPages();
        pages.MapGet("/settings", () => new SettingsResult(null, StatusCodes.Status200OK)).RequireAuthorization(Policies.Account);
        pages.MapGet("/settings/{section}", (string section) => new SettingsResult(section, StatusCodes.Status200OK)).RequireAuthorization(Policies.Account);
        pages.MapGet("/admin", (IEnumerable<NavigationEntry> entries) =>
            Results.Redirect(entries.Where(entry => entry.Place == NavigationPlace.Administration).MinBy(entry => entry.Order)!.Href)).RequireAuthorization(Policies.Admin);
        if (!withDesign) return;
        pages.MapGet("/design", () => PageResult.Of<Pages.DesignPage>()).AllowAnonymous();
        pages.MapGet("/design/part", (int? number) => PageResult.Of<Pages.DesignPart>(number ?? 1)).AllowAnonymous();
    }

    /// <summary>Routes that show pages: each must state its policy. Forms are read into
    /// <see cref="FormState"/> (that they come from a page of ours is seen to by the module of accounts); <see cref="PageContext"/> is ready.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("");
        // The module of accounts checks all forms; the framework's own middleware would ask for its place in the pipeline.
        pages.WithMetadata(PageRoute.Mark).AddEndpointFilter<PageFilter>().DisableAntiforgery().ExcludeFromDescription();
        return pages;
    }
}
