using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley;

/// <summary>
/// Compiled code that is mapped from files. A start runs through much of it that is never needed again, and the system maps sixteen pages for each that is touched: 100 MB, of which a
/// server that serves pages touches a quarter. Given back, a page that is needed again comes from the system's cache of files without a disk. Linux; elsewhere everything is left as it is.
/// </summary>
internal static partial class MappedCode
{
    private const int DontNeed = 4; // MADV_DONTNEED of mman.h

    /// <summary>The mappings that may be given back: of a file, never writable, and nothing in them changed since (what the file holds is all there is). Each as its line of smaps, which tells
    /// address, rights and file.</summary>
    /// <param name="smaps">Lines of <c>/proc/self/smaps</c> (proc(5)).</param>
    public static HashSet<string> Unchanged(IEnumerable<string> smaps)
    {
        HashSet<string> unchanged = [];
        string? mapping = null;
        foreach (var line in smaps)
        {
            if (IsHead(line)) mapping = IsOfFile(line) ? line : null;
            else if (mapping is not null && line.StartsWith("Anonymous:", StringComparison.Ordinal) && line.EndsWith(" 0 kB", StringComparison.Ordinal)) unchanged.Add(mapping);
        }

        return unchanged;
    }

    /// <summary>The same of this process; nothing where there is no such list.</summary>
    public static HashSet<string> Unchanged() => OperatingSystem.IsLinux() && File.Exists("/proc/self/smaps") ? Unchanged(File.ReadLines("/proc/self/smaps")) : [];

    /// <summary>Gives back the pages of mappings that were <see cref="Unchanged()"/> a while ago and are still: what is being loaded just now is none of them.</summary>
    public static void GiveBack(HashSet<string> before)
    {
        foreach (var mapping in Unchanged().Where(before.Contains))
        {
            var (from, to) = Range(mapping);
            _ = Advise(from, to - from, DontNeed);
        }
    }

    /// <summary>"7f0c4a6cb000-7f0c4a720000 r-xp 00001000 fe:00 1234 /usr/lib/x.so": the other lines of a mapping begin with a name and a colon.</summary>
    private static bool IsHead(string line) => line.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && !line.AsSpan(0, dash).Contains(':') && Uri.IsHexDigit(line[0]);

    private static bool IsOfFile(string head)
    {
        var parts = head.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 6 && parts[1] is ['r', '-', _, 'p'] && parts[5].StartsWith('/') && !parts[5].EndsWith(" (deleted)", StringComparison.Ordinal);
    }

    private static (nuint From, nuint To) Range(string head)
    {
        var dash = head.IndexOf('-', StringComparison.Ordinal);
        var end = head.IndexOf(' ', StringComparison.Ordinal);
        return (nuint.Parse(head.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture), nuint.Parse(head.AsSpan(dash + 1, end - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
