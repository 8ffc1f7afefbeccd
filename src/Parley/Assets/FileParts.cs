using System.Text.Json;
using Parley.Assets.Model;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Gateway.Messages;

namespace Parley.Assets;

/// <summary>What conversations need of files: what models are given of them, and what people are shown.</summary>
internal sealed class FileParts(FileStore files, BlobStore blobs)
{
    /// <summary>Files of one message.</summary>
    public const int MaxPerMessage = 20;

    /// <summary>Vendors take no longer documents.</summary>
    private const int MaxPdfPages = 100;

    private const long MaxPdfBytes = 20 * 1024 * 1024;

    /// <summary>What people are shown of files, by id; those that are not this person's, or are deleted, are not among them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FileShown>> ShowAsync(ParleyDbContext db, Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        (await FileStore.FindAsync(db, userId, ids, cancellationToken)).ToDictionary(f => f.Key, f => FileShown.Of(f.Value));

    /// <summary>How many of these files are this person's.</summary>
    public async Task<int> CountAsync(Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => (await files.FindAsync(userId, ids, cancellationToken)).Count;

    /// <summary>What a model is given of files, in their order. What it cannot take is told in its place, so that it does not guess.</summary>
    public async Task<IReadOnlyList<ContentPart>> ReadAsync(Guid userId, IReadOnlyList<Guid> ids, ModelTakes takes, CancellationToken cancellationToken)
    {
        var mine = await files.FindAsync(userId, ids, cancellationToken);
        List<ContentPart> parts = [];
        foreach (var id in ids) parts.Add(mine.TryGetValue(id, out var file) ? await ReadAsync(file, takes, cancellationToken) : new TextPart("[Here was a file that has been deleted since.]"));
        return parts;
    }

    private async Task<ContentPart> ReadAsync(StoredFile file, ModelTakes takes, CancellationToken cancellationToken)
    {
        if (file.Kind == FileKind.Image && !takes.Images) return new TextPart($"[Here is the picture {Quoted(file)}, which this model cannot see.]");
        var whole = file.Kind == FileKind.Image || (file.Kind == FileKind.Pdf && takes.Pdfs && file.Pages <= MaxPdfPages && file.Size <= MaxPdfBytes);
        if (!whole && file.Characters == 0) return new TextPart($"[Here is the file {Quoted(file)}, in which there is no text that this model could read.]");
        if (await BytesAsync(whole ? file.Hash : file.TextHash ?? file.Hash, cancellationToken) is not { } bytes) return new TextPart($"[The file {Quoted(file)} could not be read.]");
        if (!whole) return new TextPart($"The file {Quoted(file)}{Told(file)}:\n\n{System.Text.Encoding.UTF8.GetString(bytes)}\n\n(End of the file {Quoted(file)}.)");
        // Base64 needs no escapes.
        var source = new Base64Source(file.MediaType, JsonElement.Parse($"\"{Convert.ToBase64String(bytes)}\""));
        return file.Kind == FileKind.Image ? new ImagePart(source, null) : new DocumentPart(source, file.Name);
    }

    private async Task<byte[]?> BytesAsync(string hash, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await blobs.OpenAsync(hash, cancellationToken);
            if (stream is null) return null;
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
        catch (Exception unreadable) when (unreadable is StorageAwayException or MissingBytesException)
        {
            // The model is told so in its place: the rest of the message is worth an answer.
            return null;
        }
    }

    private static string Quoted(StoredFile file) => $"\"{file.Name.Replace('"', '\'')}\"";

    private static string Told(StoredFile file) => file.Kind switch
    {
        FileKind.Pdf => $" (the text of a PDF of {file.Pages} {(file.Pages == 1 ? "page" : "pages")})",
        FileKind.Word => " (the text of a Word document)",
        _ => "",
    };
}
