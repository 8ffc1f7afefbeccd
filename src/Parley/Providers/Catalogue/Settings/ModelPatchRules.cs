using System.Text.Json;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>Checks a change of a model's settings, and makes it. Pure; all problems are told at once.</summary>
internal static class ModelPatchRules
{
    private const int MostAliases = 50;
    private const long MostTokens = 1_000_000_000;

    /// <param name="row">The settings as they are; changed only when <paramref name="errors"/> stays empty.</param>
    /// <param name="patch">What is to be changed.</param>
    /// <param name="others">The settings of all other models.</param>
    /// <param name="nameInUse">What a name is already, as the end of a sentence; null for one that leads nowhere.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Apply(ModelSettings row, ModelPatch patch, IEnumerable<ModelSettings> others, Func<string, string?> nameInUse, FieldErrors errors)
    {
        var says = patch.Says;
        if (says.HasFlag(ModelPatch.Member.Aliases)) CheckAliases(patch.Aliases ?? [], row, others, nameInUse, errors);
        Within(patch.ContextWindow, "contextWindow", errors);
        Within(patch.MaxOutputTokens, "maxOutputTokens", errors);
        foreach (var (property, problem) in patch.Limits?.Problems() ?? []) errors.Add($"limits.{JsonNamingPolicy.CamelCase.ConvertName(property)}", problem);
        var context = says.HasFlag(ModelPatch.Member.ContextWindow) ? patch.ContextWindow : row.ContextWindow;
        var output = says.HasFlag(ModelPatch.Member.MaxOutputTokens) ? patch.MaxOutputTokens : row.MaxOutputTokens;
        if (output > context) errors.Add("maxOutputTokens", $"must not be more than contextWindow, which is {context}");
        if (errors.Any) return;

        if (says.HasFlag(ModelPatch.Member.Enabled)) row.Enabled = patch.Enabled ?? true;
        if (says.HasFlag(ModelPatch.Member.Aliases)) row.Aliases = JsonSerializer.Serialize(patch.Aliases ?? []);
        (row.ContextWindow, row.MaxOutputTokens) = (context, output);
        if (!says.HasFlag(ModelPatch.Member.Limits)) return;
        var limits = patch.Limits?.WithoutZeros();
        (row.RequestsPerMinute, row.TokensPerMinute, row.Concurrency) = (limits?.RequestsPerMinute, limits?.TokensPerMinute, limits?.Concurrency);
    }

    private static void CheckAliases(List<string> aliases, ModelSettings row, IEnumerable<ModelSettings> others, Func<string, string?> nameInUse, FieldErrors errors)
    {
        if (aliases.Count > MostAliases) errors.Add("aliases", $"must be at most {MostAliases}");
        var given = others.SelectMany(o => KnownSettings.AliasesOf(o).Select(alias => (alias, o.Id))).DistinctBy(a => a.alias, StringComparer.Ordinal).ToDictionary(a => a.alias, a => a.Id, StringComparer.Ordinal);
        // What came to lead elsewhere after it was given must not make the list impossible to change.
        var kept = KnownSettings.AliasesOf(row);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < aliases.Count; i++)
        {
            var (alias, field) = (aliases[i], $"aliases[{i}]");
            if (alias is null || !ProviderRules.IsModelName(alias)) errors.Add(field, "must be 1 to 256 printable characters without blanks at its ends");
            else if (!seen.Add(alias)) errors.Add(field, "is given twice");
            else if (alias == row.Id) errors.Add(field, "is the model's own name");
            else if (!kept.Contains(alias) && nameInUse(alias) is { } use) errors.Add(field, use);
            else if (given.TryGetValue(alias, out var owner)) errors.Add(field, $"is an alias of {owner} already");
        }
    }

    private static void Within(long? value, string field, FieldErrors errors)
    {
        if (value is < 1 or > MostTokens) errors.Add(field, $"must be between 1 and {MostTokens}");
    }
}
