using System.Diagnostics.CodeAnalysis;

namespace Parley.Chat.Transfer;

/// <summary>What conversations can be exported as.</summary>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public static readonly ExportFormat Markdown = new("md", "text/markdown; charset=utf-8"), Json = new("json", "application/json; charset=utf-8"),
        Html = new("html", "text/html; charset=utf-8"), Pdf = new("pdf", "application/pdf");

    private static readonly ExportFormat[] All = [Markdown, Json, Html, Pdf];

    public static bool TryFind(string? name, ExportFormat ifNone, [NotNullWhen(true)] out ExportFormat? format) =>
        (format = name is null ? ifNone : Array.Find(All, f => f.Name == name)) is not null;
}
