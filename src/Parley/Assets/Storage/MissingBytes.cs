namespace Parley.Assets.Storage;

/// <summary>Tells operators that bytes are missing, now and then: nodes that do not share their files miss many.</summary>
internal sealed partial class MissingBytes(IBlobStorage storage, TimeProvider time, ILogger<MissingBytes> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset? _told;

    public void Tell()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _told < Pause) return;
            _told = now;
        }

        Missing(log, storage.Place);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database knows a file whose content is not in {Place}. Nodes on one database need the same place for files: "
        + "a folder on a disk that they share, or a bucket (Parley:Files:S3:Bucket). If there is one node only, restore the folder from a backup. Told at most every ten minutes.")]
    private static partial void Missing(ILogger log, string place);
}
