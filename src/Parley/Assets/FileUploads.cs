using Parley.Assets.Endpoints;
using Parley.Assets.Storage;

namespace Parley.Assets;

/// <summary>Takes files that people send: to the API, and with forms of pages.</summary>
internal sealed partial class FileUploads(FileStore store, AssetsOptions options, FolderStorage folder, ILogger<FileUploads> log)
{
    /// <summary>Takes the first file of a request that is a form; neither when there is none.</summary>
    public async Task<(FileShown? File, FileRefusal? Refusal)> TakeAsync(Guid userId, HttpRequest request, CancellationToken cancellationToken)
    {
        var (part, name) = await UploadedFile.FindPartAsync(request, cancellationToken);
        return part is null ? default : await TakeAsync(userId, name, part, request.ContentLength, cancellationToken);
    }

    /// <summary>Takes a file of a form that was read already.</summary>
    public async Task<(FileShown? File, FileRefusal? Refusal)> TakeAsync(Guid userId, IFormFile file, CancellationToken cancellationToken)
    {
        await using var bytes = file.OpenReadStream();
        return await TakeAsync(userId, file.FileName, bytes, file.Length, cancellationToken);
    }

    private async Task<(FileShown? File, FileRefusal? Refusal)> TakeAsync(Guid userId, string? name, Stream bytes, long? length, CancellationToken cancellationToken)
    {
        var (uploaded, refusal) = await UploadedFile.ReceiveAsync(bytes, length, options, folder, cancellationToken);
        if (uploaded is null) return (null, refusal);
        await using (uploaded)
        {
            try
            {
                var (file, unusable) = await store.AddAsync(userId, name, uploaded.Kind, uploaded.File, cancellationToken);
                return (file is null ? null : FileShown.Of(file), unusable);
            }
            catch (StorageAwayException away)
            {
                Away(log, away.Message);
                return (null, new FileRefusal(StatusCodes.Status503ServiceUnavailable, "Files cannot be kept at the moment. Nothing was kept; try again in a moment."));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A file was not taken. {Problem}")]
    private static partial void Away(ILogger log, string problem);
}
