using Parley.Shared;

namespace Parley.Data;

/// <summary>Held while a server runs on a data folder with SQLite: two meters on one file would each take the other's
/// running requests for lost ones. The command line does not take it.</summary>
internal static class ServerLock
{
    public static IDisposable Take(string folder) =>
        FileLock.TryTake(Path.Combine(folder, "server.lock")) ?? throw new UserError(
            $"Another Parley server is running on the data folder {folder}. Stop it, or give this one its own folder (Parley:DataFolder).");
}
