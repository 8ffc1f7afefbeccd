namespace Parley;

/// <summary>Finds out whether a setting stands in two sources of the configuration with different values, of which the later one holds.</summary>
internal static class OverriddenSetting
{
    /// <summary>Other places of the data than the one that holds: whoever wrote them wonders where the data are. A connection string is not repeated.</summary>
    public static IEnumerable<string> OfData(IConfiguration configuration)
    {
        if (Find(configuration, "Parley:DataFolder", Path.GetFullPath) is { } folder) yield return $"not used: Parley:DataFolder is also set to {Path.GetFullPath(folder)}";
        if (Find(configuration, "Parley:Database", text => text) is not null) yield return "not used: Parley:Database is also set to another database";
    }

    /// <summary>The value that does not hold; null where there is none, or all say the same.</summary>
    public static string? Find(IConfiguration configuration, string key, Func<string, string> meaning)
    {
        if (configuration is not IConfigurationRoot root || configuration[key] is not { } holds) return null;
        return root.Providers.Select(source => source.TryGet(key, out var value) ? value : null)
            .FirstOrDefault(value => value is { Length: > 0 } && meaning(value) != meaning(holds));
    }
}
