namespace Parley;

/// <summary>How this program was started, so that what it tells people to type can be pasted as it is.</summary>
internal static class Invocation
{
    private const string Project = "src/Parley";

    /// <summary>A line that runs a verb, from the folder in which the server was started.</summary>
    public static string Of(string verb) => Of(verb, Environment.CurrentDirectory, Environment.ProcessPath, Path.Combine(AppContext.BaseDirectory, "Parley.dll"));

    internal static string Of(string verb, string folder, string? process, string assembly)
    {
        // An assembly in a bin folder: "dotnet run" started it, or somebody who has the sources.
        if (assembly.Split($"/{Project}/bin/") is [var clone, _])
            return $"dotnet run --project {Shortest(Path.Combine(clone, Project), folder)} -- {verb}";
        return process is null || Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? $"dotnet {Shortest(assembly, folder)} {verb}"
            : Path.GetDirectoryName(process) == folder ? $"./{Path.GetFileName(process)} {verb}" : $"{Shortest(process, folder)} {verb}";
    }

    /// <summary>A path as it can be typed in that folder.</summary>
    internal static string Shortest(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        var best = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        return best.Contains(' ', StringComparison.Ordinal) ? $"\"{best}\"" : best;
    }
}
