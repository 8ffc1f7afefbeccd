namespace Parley.Data;

/// <summary>A file that one process holds at a time. The system lets go of it when the process ends, however it ends.</summary>
internal static class FileLock
{
    // A sharing violation has no exception of its own, only the platform's number: ERROR_SHARING_VIOLATION, or EWOULDBLOCK.
    private static readonly int Held = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Holds the file until it is disposed of; null while another process does. Throws an
    /// <see cref="IOException"/> for anything else that keeps it from being opened.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (problem.HResult == Held)
        {
            return null;
        }
    }
}
