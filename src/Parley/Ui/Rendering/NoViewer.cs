namespace Parley.Ui.Rendering;

/// <summary>A house without accounts: everybody is a stranger.</summary>
internal sealed class NoViewer : IViewerSource
{
    public ValueTask<Viewer?> FindAsync(HttpContext context) => new((Viewer?)null);
}
