namespace Parley.Ui;

/// <summary>Where a page may send a browser on somebody's word: inside the house only.</summary>
internal static class LocalPath
{
    /// <summary>The path when it is one of ours, otherwise the start.</summary>
    public static string OrHome(string? path) => IsLocal(path) ? path! : "/";

    public static bool IsLocal(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}
