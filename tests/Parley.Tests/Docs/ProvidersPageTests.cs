using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;

namespace Parley.Tests.Docs;

/// <summary>The commands of docs/providers.md, carried out in their order: by REST on one server, by the command line on another's data.</summary>
public sealed partial class ProvidersPageTests
{
    private static readonly string Text = Page.All.Single(page => page.Name == "docs/providers.md").Text;

    [Fact]
    public async Task Every_request_of_the_page_is_taken()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var seen = 0;
        foreach (Match curl in Curl().Matches(Text))
        {
            var (body, path) = (curl.Groups["body"].Value, curl.Groups["path"].Value);
            var method = curl.Groups["method"] is { Success: true } given ? given.Value : body.Length > 0 ? "POST" : "GET";
            // The page's version is an example; what it stands for is the one that was read.
            var ifMatch = curl.Groups["match"].Success ? (await app.OkAsync("GET", path)).ETag : null;
            var (status, answer, _) = await app.SendAsync(method, path, body.Length > 0 ? body : null, ifMatch);
            // Nobody is at the page's example address.
            var expected = path.EndsWith("/refresh", StringComparison.Ordinal) ? status == System.Net.HttpStatusCode.BadGateway : (int)status is >= 200 and < 300;
            Assert.True(expected, $"{method} {path}: {status} {answer}");
            seen++;
        }

        Assert.True(seen >= 11);
        Assert.Equal(seen, Regex.Count(Text, "^curl ", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Every_verb_of_the_page_does_what_it_says()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Environment.SetEnvironmentVariable("ACME_KEY", "sk-acme-0123456789");
        Environment.SetEnvironmentVariable("NEW_KEY", "sk-acme-9876543210");
        var file = Path.Combine(database.Options.DataFolder, "routes.json");
        await File.WriteAllTextAsync(file, Curl().Matches(Text).Single(c => c.Groups["path"].Value == "models/routes" && c.Groups["method"].Value == "PUT").Groups["body"].Value);
        // The demo is there as after a start.
        await using (await ProviderApp.StartAsync(database.Options)) { }
        var seen = 0;
        foreach (Match line in Verb().Matches(Text))
        {
            var words = line.Groups[1].Value.Replace(" routes.json", $" {file}", StringComparison.Ordinal).Split(' ');
            var error = new StringWriter();
            var host = new VerbHost(
                (services, configuration) => services.AddData(configuration).AddProviders(configuration),
                (services, _, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
            { Output = new StringWriter(), Error = error };
            var code = await CommandLine.RunAsync([.. words, "--data", database.Options.DataFolder], _ => Task.FromResult(0), host, ProvidersSetup.ProvidersVerb, ProvidersSetup.RoutesVerb);
            Assert.True(code == (words.Contains("--refresh") ? 2 : 0), $"{line.Groups[1].Value}: {error}");
            seen++;
        }

        Assert.True(seen >= 12);
    }

    [GeneratedRegex(@"^curl (?:-X (?<method>[A-Z]+) )?localhost:5080/api/v1/(?<path>\S+) -H ""\$AUTH""(?<match> -H 'if-match: [^']+')?(?: --json '(?<body>[^']+)')?$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("^dotnet run --project src/Parley -- ((?:providers|routes) .+)$", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
