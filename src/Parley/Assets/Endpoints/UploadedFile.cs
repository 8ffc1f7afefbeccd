using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parley.Assets.Reading;
using Parley.Assets.Storage;

namespace Parley.Assets.Endpoints;

/// <summary>A file that was sent, received into a temporary file: never more of it than its kind may have.</summary>
internal sealed class UploadedFile(FileKind kind, FileStream file) : IAsyncDisposable
{
    private const int MaxBoundary = 200;

    public FileKind Kind => kind;

    public FileStream File => file;

    /// <param name="part">The file's bytes.</param>
    /// <param name="length">How long it is, or the form around it; null when nobody said.</param>
    /// <param name="options">The limits.</param>
    /// <param name="folder">Where it waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(UploadedFile? File, FileRefusal? Refusal)> ReceiveAsync(Stream part, long? length, AssetsOptions options, FolderStorage folder, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var read = await FillAsync(part, buffer.AsMemory(0, FileSignature.Length), cancellationToken);
        if (read is null) return (null, BrokenOff());
        var (kind, refusal) = FileSignature.Of(buffer.AsSpan(0, read.Value));
        if (refusal is not null) return (null, refusal);
        var most = options.MaxBytesOf(kind);
        // A form is a little longer than its file: what is far too long need not be received.
        if (length - 64 * 1024 > most) return (null, TooLarge(kind, most, length));
        var uploaded = new UploadedFile(kind, folder.Temporary());
        try
        {
            for (; read > 0 && uploaded.File.Length <= most; read = await FillAsync(part, buffer, cancellationToken)) await uploaded.File.WriteAsync(buffer.AsMemory(0, read.Value), cancellationToken);
            refusal = read is null ? BrokenOff() : uploaded.File.Length > most ? TooLarge(kind, most, null) : null;
            if (refusal is null) return (uploaded, null);
        }
        catch
        {
            await uploaded.DisposeAsync();
            throw;
        }

        await uploaded.DisposeAsync();
        return (null, refusal);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    /// <summary>Reads as much as there is room for; less at the end; null when the form breaks off.</summary>
    private static async Task<int?> FillAsync(Stream part, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;
        }
    }

    private static FileRefusal BrokenOff() => new(StatusCodes.Status400BadRequest, "The upload broke off. Nothing was kept; send the file again.");

    private static FileRefusal TooLarge(FileKind kind, long most, long? sent)
    {
        var what = kind switch { FileKind.Image => "picture", FileKind.Text => "text file", _ => "document" };
        return FileRefusal.TooLarge($"This {what} is {(sent is { } bytes ? $"{Mib(bytes)} MB long" : "too long")}: a {what} can have at most {Mib(most)} MB. Make it smaller, or send a part of it.");
    }

    private static string Mib(long bytes) => (bytes / 1024d / 1024d).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first file of a request that is a form.</summary>
    public static async Task<(Stream? Part, string? Name)> FindPartAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return default;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundary) return default;
        var parts = new MultipartReader(boundary, request.Body);
        try
        {
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                    return (part.Body, disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString());
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A form that breaks off holds no file.
        }

        return default;
    }
}
