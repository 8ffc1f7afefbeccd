using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Docs;

/// <summary>Paths, settings and verbs that the documentation names exist.</summary>
public sealed partial class OperationNamesTests
{
    [Fact]
    public async Task Every_path_of_ours_is_mapped()
    {
        await using var routes = new MappedRoutes();
        var operations = routes.All.Where(route => !route.IsFallback).ToList();
        List<string> unknown = [];
        var seen = 0;
        foreach (var page in Page.All)
        {
            foreach (var match in OurPath().Matches(page.Text).Where(match => match.Groups["host"].Value is "" or "localhost:5080"))
            {
                var path = match.Groups["path"].Value.TrimEnd('/', '.');
                if (path is "/v1" or "/api/v1" or "/api" or "/health") continue;
                seen++;
                if (!operations.Any(route => route.Matches(path))) unknown.Add($"{page.Name}: {path}");
            }
        }

        Assert.True(seen > 20);
        Assert.True(unknown.Count == 0, string.Join('\n', unknown.Distinct()));
    }

    [Fact]
    public void Every_verb_that_is_shown_is_understood()
    {
        List<string> wrong = [];
        var seen = 0;
        foreach (var page in Page.All)
        {
            foreach (var match in page.Code.Select(line => Verb().Match(line)).Where(match => match.Success))
            {
                seen++;
                var words = Word().Matches(match.Groups[1].Value).Select(word => word.Value.Trim('"')).ToList();
                var host = new Parley.Shared.VerbHost((_, _) => { }, (_, _, _) => Task.CompletedTask);
                if (Parley.Shared.CommandLine.FindMistake(words, host, Parley.Identity.IdentitySetup.KeysVerb, Parley.Identity.IdentitySetup.UsersVerb, Parley.Providers.ProvidersSetup.ProvidersVerb, Parley.Providers.ProvidersSetup.RoutesVerb, Parley.Providers.ProvidersSetup.CatalogVerb, Parley.Providers.ProvidersSetup.ModelsVerb, Parley.Billing.BillingSetup.StatsVerb) is { } mistake)
                    wrong.Add($"{page.Name}: {string.Join(' ', words)}: {mistake}");
            }
        }

        Assert.True(seen > 10);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // "https://api.openai.com/v1" is not ours, "http://localhost:5080/v1/models" is.
    [GeneratedRegex(@"(?<![\w./}-])(?:https?://(?<host>[^/\s`""']+))?(?<path>/(?:api/v1|v1|health|metrics|openapi|docs)(?:/[\w{}.-]+)*)(?![\w/])")]
    private static partial Regex OurPath();

    [GeneratedRegex(@"(?:^|sudo -u parley )(?:dotnet run --project src/Parley --|\./Parley|/opt/parley/Parley) (.+)$|^((?:keys|providers|routes|catalog|models) (?:create|list|revoke|add|remove|set|show|enable|disable|credentials|models|import|reset|check|health|history|stats|capabilities)\b.*)$")]
    private static partial Regex Verb();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
