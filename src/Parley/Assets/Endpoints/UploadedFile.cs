using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parley.Assets.Reading;
using Parley.Assets.Storage;

namespace Parley.Assets.Endpoints;

/// <summary>The first file of a form, received into a temporary file: never more of it than its kind may have.</summary>
internal sealed class UploadedFile(string? name, FileKind kind, FileStream file) : IAsyncDisposable
{
    private const int MaxBoundary = 200;

    public string? Name => name;

    public FileKind Kind => kind;

    public FileStream File => file;

    public static async Task<(UploadedFile? File, FileRefusal? Refusal)> ReceiveAsync(HttpRequest request, AssetsOptions options, FolderStorage folder, CancellationToken cancellationToken)
    {
        var (part, name) = await FindPartAsync(request, cancellationToken);
        if (part is null) return (null, null);
        var head = new byte[FileSignature.Length];
        var read = await part.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var (kind, refusal) = FileSignature.Of(head.AsSpan(0, read));
        if (refusal is not null) return (null, refusal);
        var most = options.MaxBytesOf(kind);
        // A form is a little longer than its file: what is far too long need not be received.
        if (request.ContentLength - 64 * 1024 > most) return (null, TooLarge(kind, most, request.ContentLength));
        var file = folder.Temporary();
        try
        {
            await file.WriteAsync(head.AsMemory(0, read), cancellationToken);
            var buffer = new byte[64 * 1024];
            for (int more; (more = await part.ReadAsync(buffer, cancellationToken)) > 0 && file.Length <= most;) await file.WriteAsync(buffer.AsMemory(0, more), cancellationToken);
            if (file.Length <= most) return (new UploadedFile(name, kind, file), null);
            await file.DisposeAsync();
            return (null, TooLarge(kind, most, null));
        }
        catch (Exception problem)
        {
            await file.DisposeAsync();
            // A form that breaks off.
            if (problem is InvalidDataException or IOException and not BadHttpRequestException) return (null, new FileRefusal(StatusCodes.Status400BadRequest, "The upload broke off. Nothing was kept; send the file again."));
            throw;
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static FileRefusal TooLarge(FileKind kind, long most, long? sent)
    {
        var what = kind switch { FileKind.Image => "picture", FileKind.Text => "text file", _ => "document" };
        return FileRefusal.TooLarge($"This {what} is {(sent is { } bytes ? $"{Mib(bytes)} MiB long" : "too long")}: a {what} can have at most {Mib(most)} MiB. Make it smaller, or send a part of it.");
    }

    private static string Mib(long bytes) => (bytes / 1024d / 1024d).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(Stream? Part, string? Name)> FindPartAsync(HttpRequest request, CancellationToken cancellationToken)
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
