using Microsoft.Net.Http.Headers;
using Parley.Assets.Model;
using Parley.Assets.Storage;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Assets;

/// <summary>Sends what is kept of a file. What others made is never a page of ours: only pictures that we drew are shown, and whatever a browser takes the rest for, it may do nothing.</summary>
internal sealed class FileAnswer(FileStore store, BlobStore blobs)
{
    /// <summary>The file itself; null when there is no such file of this person.</summary>
    public async Task<IResult?> ContentAsync(HttpContext context, Guid userId, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(userId, id, cancellationToken) is { } file ? await SendAsync(context, file, file.Hash, file.MediaType, file.Name, cancellationToken) : null;

    /// <summary>A small picture of it; null when there is no such file, or it is no picture.</summary>
    public async Task<IResult?> ThumbnailAsync(HttpContext context, Guid userId, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(userId, id, cancellationToken) is { ThumbnailHash: { } hash } file
            ? await SendAsync(context, file, hash, "image/webp", Path.ChangeExtension(file.Name, ".small.webp"), cancellationToken) : null;

    private async Task<IResult?> SendAsync(HttpContext context, StoredFile file, string hash, string type, string name, CancellationToken cancellationToken)
    {
        Stream? bytes;
        try
        {
            bytes = await blobs.OpenAsync(hash, cancellationToken);
        }
        catch (StorageAwayException)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "Files cannot be read at the moment. Nothing is lost; try again in a moment.");
        }

        catch (MissingBytesException)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "This file is known, but its content is not where this server keeps files. Nothing was deleted; whoever runs the server finds the reason in its log.");
        }

        if (bytes is null) return null;
        var disposition = new ContentDispositionHeaderValue(file.Kind == FileKind.Image ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // It never changes; but whether it is still there, and whose browser this is, is asked each time.
        context.Features.Set(new ResponseRules { CacheControl = "private, no-cache" });
        return TypedResults.Stream(bytes, type, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{file.Id:n}{(hash == file.Hash ? "" : "-small")}\""));
    }
}
