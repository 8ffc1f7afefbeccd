using System.Security.Cryptography;

namespace Parley.Fuzz.Engine;

/// <summary>Inputs that broke the product. They are kept in the sources, and tried again in every run.</summary>
internal static class Findings
{
    private static readonly string s_folder = Path.Combine(SourceFolder(), "regressions");

    /// <summary>All that were ever found for a target.</summary>
    public static IEnumerable<string> Of(Target target)
    {
        var folder = Path.Combine(s_folder, target.Name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    public static string Save(string target, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(s_folder, target)).FullName;
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..12] + ".bin");
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>Makes an input smaller as long as it breaks the product in the same way.</summary>
    public static byte[] Shrink(Target target, byte[] input, string problem)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10);)
            {
                byte[] smaller = [.. input[..at], .. input[(at + piece)..]];
                if (Trial.Of(target, smaller) is { } still && Head(still) == Head(problem)) input = smaller;
                else at += piece;
            }
        }

        return input;
    }

    public static string Head(string problem) => string.Concat(problem.Split('\n')[0].TakeWhile(c => !char.IsAsciiDigit(c)));

    private static string SourceFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Parley.slnx"))) return Path.Combine(at.FullName, "tests", "Parley.Fuzz");
        return AppContext.BaseDirectory;
    }
}
