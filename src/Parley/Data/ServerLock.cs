using Parley.Shared;

namespace Parley.Data;

/// <summary>Held while a server runs on a data folder with SQLite: two meters on one file would each take the other's
/// running requests for lost ones. The system lets go of it when the process ends, however it ends. The command line
/// does not take it.</summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    public static ServerLock Take(string folder)
    {
        var path = Path.Combine(folder, "server.lock");
        try
        {
            return new ServerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException problem)
        {
            throw new UserError(
                $"Another Parley server is running on the data folder {folder}. Stop it, or give this one its own folder (Parley:DataFolder).", problem);
        }
    }

    public void Dispose() => _file.Dispose();
}
