using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley.Billing.Metering.Journal;

/// <summary>Waits until what was written is on the disk.</summary>
internal static partial class DurableFile
{
    // Linux, errno.h
    private const int Interrupted = 4, Invalid = 22, NotSupported = 95;

    /// <summary>Data, and what is needed to read them. The framework's own flush also waits for the file's time stamps, which
    /// a journaling file system writes in a transaction of its own.</summary>
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (FlushData(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted) throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>A folder's entries: files that were made in it. Elsewhere than on Linux file systems do that by themselves, and so do
    /// those on Linux that know no such call.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handle = new SafeFileHandle(Open(folder, 0), ownsHandle: true);
        while (FlushAll(handle) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted: continue;
                case Invalid or NotSupported: return;
                default: throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushAll(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
