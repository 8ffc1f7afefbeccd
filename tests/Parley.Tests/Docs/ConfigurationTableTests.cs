using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Docs;

/// <summary>The settings that the documentation names are those that the option types have, with the same defaults.</summary>
public sealed partial class ConfigurationTableTests
{
    [Fact]
    public async Task The_table_has_every_setting_with_its_default()
    {
        await using var routes = new MappedRoutes();
        var real = routes.Services.GetServices<KnownConfiguration>().SelectMany(Settings).Select(s => $"{s.Key} = {s.Default}").Distinct();
        var told = Row().Matches(Page.All.Single(page => page.Name == "docs/deployment.md").Text).Select(row => $"{row.Groups[1].Value} = {row.Groups[2].Value}");
        Assert.Equal(real.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_setting_that_a_page_names_exists()
    {
        await using var routes = new MappedRoutes();
        var known = routes.Services.GetServices<KnownConfiguration>().ToList();
        List<string> unknown = [];
        var seen = 0;
        foreach (var page in Page.All)
        {
            foreach (var key in Key().Matches(page.Text).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Where(key => !key.Contains("Section", StringComparison.Ordinal)))
            {
                seen++;
                var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, "")]).Build();
                if (Record.Exception(() => ConfigurationCheck.Verify(configuration, known)) is { } problem) unknown.Add($"{page.Name}: {problem.Message}");
            }
        }

        Assert.True(seen > 20);
        Assert.True(unknown.Count == 0, string.Join('\n', unknown.Distinct()));
    }

    private static IEnumerable<(string Key, string Default)> Settings(KnownConfiguration known)
    {
        var defaults = Activator.CreateInstance(known.Options);
        foreach (var property in known.Options.GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
            yield return ($"{known.Section}:{property.Name}", Show(property.GetValue(defaults)));
    }

    private static string Show(object? value) => value switch
    {
        null or "" => "",
        string text => $"`{text}`",
        bool yes => yes ? "`true`" : "`false`",
        ICollection { Count: 0 } => "",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    [GeneratedRegex(@"^\| `(Parley:[\w:]+)` \| *(`[^`]*`)? *\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // Not part of a longer name, such as a metric's or a type's.
    [GeneratedRegex(@"\bParley(?::|__)[A-Z0-9]\w*(?:(?::)[A-Z0-9]\w*)*")]
    private static partial Regex Key();
}
