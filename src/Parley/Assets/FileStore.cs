using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Assets.Model;
using Parley.Assets.Reading;
using Parley.Assets.Storage;
using Parley.Data;

namespace Parley.Assets;

/// <summary>People's files: rows in the database, bytes in the storage.</summary>
internal sealed partial class FileStore(IDbContextFactory<ParleyDbContext> databases, BlobStore blobs, FileReader reader, AssetsOptions options, TimeProvider time, ILogger<FileStore> log)
{
    private const int Tries = 5;

    /// <summary>Reads what was sent and keeps it, or says why not.</summary>
    public async Task<(StoredFile? File, FileRefusal? Refusal)> AddAsync(Guid userId, string? name, FileKind kind, FileStream sent, CancellationToken cancellationToken)
    {
        if (await IsFullAsync(userId, sent.Length, cancellationToken)) return (null, Full());
        var (read, refusal) = await reader.ReadAsync(userId, kind, sent, cancellationToken);
        if (read is null) return (null, refusal);
        List<NewBlob> written = [];
        var content = await WriteAsync(read.Content, sent);
        var thumbnail = read.Thumbnail is null ? null : await WriteAsync(read.Thumbnail, sent);
        var text = read.Text is null ? null : await WriteAsync(Encoding.UTF8.GetBytes(read.Text), sent);
        // To the millisecond, as ids have it.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var file = new StoredFile
        {
            Id = Guid.CreateVersion7(now), UserId = userId, Name = FileNames.Of(name, read.Extension), Kind = kind, MediaType = read.MediaType, Size = content.Size, Hash = content.Hash,
            ThumbnailHash = thumbnail?.Hash, TextHash = text?.Hash, Width = read.Width, Height = read.Height, Pages = read.Pages, Characters = read.Characters, Note = read.Note, CreatedAt = now,
        };
        var isKept = await KeepAsync(file, written, cancellationToken);
        // Copies of what is there already.
        await TidyAsync(blobs.DropAsync(written, CancellationToken.None));
        return isKept ? (file, null) : (null, Full());

        async Task<NewBlob> WriteAsync(byte[]? bytes, FileStream otherwise)
        {
            var blob = bytes is null ? await blobs.WriteAsync(otherwise, cancellationToken) : await blobs.WriteAsync(new MemoryStream(bytes), cancellationToken);
            written.Add(blob);
            return blob;
        }
    }

    /// <summary>A person's files, newest first.</summary>
    public async Task<List<StoredFile>> ListAsync(Guid userId, Guid? before, int most, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mine = db.Set<StoredFile>().AsNoTracking().Where(f => f.UserId == userId);
        // Ids sort by time.
        if (before is { } id) mine = mine.Where(f => f.Id < id);
        return await mine.OrderByDescending(f => f.Id).Take(most).ToListAsync(cancellationToken);
    }

    public async Task<StoredFile?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.UserId == userId, cancellationToken);
    }

    /// <summary>Those of these files that are this person's, by id.</summary>
    public async Task<Dictionary<Guid, StoredFile>> FindAsync(Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, userId, ids, cancellationToken);
    }

    public static async Task<Dictionary<Guid, StoredFile>> FindAsync(ParleyDbContext db, Guid userId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await db.Set<StoredFile>().AsNoTracking().Where(f => f.UserId == userId && ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancellationToken);

    /// <summary>False when there is no such file of this person.</summary>
    public async Task<bool> DeleteAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(userId, id, cancellationToken) is not { } file) return false;
        var deleted = await databases.ChangeAsync(async db =>
        {
            // Two at once: one of them counts.
            if (await db.Set<StoredFile>().Where(f => f.Id == id && f.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 0) return (false, false);
            await BlobStore.ReleaseAsync(db, file.Hashes, cancellationToken);
            return (true, true);
        }, cancellationToken);
        if (deleted) await TidyAsync(blobs.RemoveUnusedAsync(CancellationToken.None));
        return deleted;
    }

    /// <summary>How many files a person has, and how many bytes they are together.</summary>
    public async Task<(int Count, long Bytes)> UsedAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.Set<StoredFile>().CountAsync(f => f.UserId == userId, cancellationToken), await UsedAsync(db, userId, cancellationToken));
    }

    private async Task<bool> IsFullAsync(Guid userId, long more, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await UsedAsync(db, userId, cancellationToken) + more > options.MaxBytesPerPerson;
    }

    private FileRefusal Full() => FileRefusal.TooLarge($"Your files take all of the {options.MaxBytesPerPerson / (1024 * 1024)} MB that there are for you. Delete some, then send this one again.");

    private static Task<long> UsedAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) => db.Set<StoredFile>().Where(f => f.UserId == userId).SumAsync(f => f.Size, cancellationToken);

    /// <summary>Waits for what follows a commit. It changes nothing of what was decided there, so its troubles are not the caller's, and a client that leaves does not end it.</summary>
    private async Task TidyAsync(Task tidying)
    {
        try
        {
            await tidying;
        }
        catch (Exception problem)
        {
            // No row leads to it, and the keeper looks for such bytes.
            Untidy(log, problem.GetBaseException().Message);
        }
    }

    /// <summary>False when there is no room.</summary>
    private async Task<bool> KeepAsync(StoredFile file, List<NewBlob> written, CancellationToken cancellationToken)
    {
        for (var tries = 1;; tries++)
        {
            try
            {
                return await databases.ChangeAsync(async db =>
                {
                    // Uploads of a person at the same moment count each other.
                    await db.HoldAsync("files", file.UserId, cancellationToken);
                    // After a lost connection: it may have been committed.
                    if (await db.Set<StoredFile>().AnyAsync(f => f.Id == file.Id, cancellationToken)) return (true, false);
                    foreach (var blob in written) blob.IsTaken = false;
                    if (await UsedAsync(db, file.UserId, cancellationToken) + file.Size > options.MaxBytesPerPerson) return (false, false);
                    // In the same order everywhere, so that nobody waits in a circle.
                    foreach (var blob in written.OrderBy(b => b.Hash, StringComparer.Ordinal)) await BlobStore.ClaimAsync(db, blob, cancellationToken);
                    db.Add(file);
                    await db.SaveChangesAsync(cancellationToken);
                    return (true, true);
                }, cancellationToken);
            }
            catch (DbUpdateException) when (tries < Tries)
            {
                // Somebody added the same bytes at the same moment: now they are there.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bytes of files that nobody uses could not be removed: {Problem} They are looked for again within a day.")]
    private static partial void Untidy(ILogger log, string problem);
}
