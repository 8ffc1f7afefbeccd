namespace Parley.Identity.Pages;

/// <summary>The key that this request made: the page that answers it shows it once.</summary>
internal sealed class MadeKey
{
    public string? Name { get; set; }

    public string? Secret { get; set; }
}
