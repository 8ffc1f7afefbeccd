namespace Parley.Ui.Rendering;

/// <summary>Marks routes that show pages to people, and are answered in their words when something goes wrong.</summary>
internal sealed class PageRoute
{
    public static PageRoute Mark { get; } = new();
}
