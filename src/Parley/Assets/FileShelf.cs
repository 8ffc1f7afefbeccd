using Parley.Assets.Storage;

namespace Parley.Assets;

/// <summary>A person's files as pages show them: what there is, what it takes, what may be added.</summary>
internal sealed class FileShelf(FileStore store, BlobStore blobs, AssetsOptions options)
{
    public FileLimits Limits { get; } = FileLimits.Of(options);

    /// <summary>Files, newest first, before one that was shown already.</summary>
    public async Task<IReadOnlyList<FileShown>> ListAsync(Guid userId, Guid? before, int most, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(userId, before, most, cancellationToken)).Select(FileShown.Of)];

    public async Task<FileShown?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(userId, id, cancellationToken) is { } file ? FileShown.Of(file) : null;

    /// <summary>The small form of a picture, WebP; null when there is none, or its bytes are missing.</summary>
    public async Task<byte[]?> ThumbnailAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userId, id, cancellationToken) is not { ThumbnailHash: { } hash }) return null;
        try
        {
            await using var stream = await blobs.OpenAsync(hash, cancellationToken);
            if (stream is null) return null;
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
        catch (MissingBytesException)
        {
            return null;
        }
    }

    /// <summary>How many there are, and what they take together.</summary>
    public Task<(int Count, long Bytes)> UsedAsync(Guid userId, CancellationToken cancellationToken) => store.UsedAsync(userId, cancellationToken);

    /// <summary>False when there is no such file of this person.</summary>
    public Task<bool> DeleteAsync(Guid userId, Guid id, CancellationToken cancellationToken) => store.DeleteAsync(userId, id, cancellationToken);
}
