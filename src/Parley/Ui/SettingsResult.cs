using Parley.Ui.Pages;

namespace Parley.Ui;

/// <summary><c>/settings</c>, open at one of the sections that modules added. Handlers of a section's forms answer with it
/// when what was sent cannot be used: the section shows <see cref="FormState"/>.</summary>
internal sealed class SettingsResult(string? section, int status = StatusCodes.Status422UnprocessableEntity) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var all = httpContext.RequestServices.GetServices<SettingsSection>().OrderBy(known => known.Order).ToList();
        var current = section is null ? all.FirstOrDefault() : all.Find(known => known.Id == section);
        var parts = all.Where(known => known.Id == current?.Id).ToList();
        return current is null
            ? Rendering.ErrorPages.WriteAsync(httpContext, StatusCodes.Status404NotFound)
            : PageResult.Of<SettingsPage>(new SettingsPage.View(current, parts), status).ExecuteAsync(httpContext);
    }
}
