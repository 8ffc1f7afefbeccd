namespace Parley.Tests.Infrastructure;

/// <summary>Where things are on this disk, found from the test assembly.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The real server: built in the same configuration as the tests, or the one that a benchmark names.</summary>
    public static string ParleyAssembly { get; } = Environment.GetEnvironmentVariable("PARLEY_ASSEMBLY") is { Length: > 0 } given ? given : Path.Combine(Root, "src/Parley/bin", Configuration, "net10.0/Parley.dll");

    private static string Configuration =>
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries) is [.., var configuration, _] ? configuration : "Debug";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Parley.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"There is no Parley.slnx above {AppContext.BaseDirectory}.");
    }
}
