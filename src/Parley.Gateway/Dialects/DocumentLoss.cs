using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>What a document says of itself beside its content, where a format has no place for it.</summary>
internal static class DocumentLoss
{
    /// <summary>Names what is lost. <paramref name="isNamed"/>: its title, or a file's name, is written.</summary>
    public static void NameLost(this DroppedNames dropped, DocumentPart document, bool isNamed)
    {
        var block = $"messages.content.{document.Form ?? "document"}.";
        if (document.Citations) dropped.Add(block + "citations");
        if (document.Context is not null) dropped.Add(block + (document.Form == "search_result" ? "source" : "context"));
        if (!isNamed && document.Name is not null) dropped.Add(block + (document.Form is null ? "filename" : "title"));
    }
}
