namespace Parley.Chat.Pages.Data;

/// <summary>What this request imported, for the page that answers it.</summary>
internal sealed class ImportDone
{
    public ImportWords? Words { get; set; }
}
