namespace Parley.Ui;

/// <summary>What the module of accounts supplies: the person behind a page's request.</summary>
internal interface IViewerSource
{
    ValueTask<Viewer?> FindAsync(HttpContext context);
}
