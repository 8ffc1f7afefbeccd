using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Parley.Gateway.Routing.Health;
using Parley.Providers.Catalogue;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;
using Parley.Tests.Providers.Catalogue;

namespace Parley.Tests.Docs;

/// <summary>The verbs of docs/health.md and docs/catalogue.md, carried out in their order, write what the pages show: the tables have those
/// columns, the figures those names.</summary>
public sealed partial class VerbPagesTests
{
    private const string Prices = "provider,model,mode,source,as_of,confidence,input_per_mtok,output_per_mtok\nopenai,gpt-5,chat,our contract,2026-11-26,A,1,8\nopenai,bad,chatt,s,2026,A,1,1\n";

    public static TheoryData<string, int> Pages => new() { { "docs/health.md", 5 }, { "docs/catalogue.md", 8 } };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_verb_of_the_page_is_taken_and_writes_what_the_page_shows(string page, int least)
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[{"id":"acme-fast-2"}]}""");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await PrepareAsync(database, vendor);
        var prices = Path.Combine(database.Options.DataFolder, "prices.csv");
        await File.WriteAllTextAsync(prices, Prices, TestContext.Current.CancellationToken);
        var text = Page.All.Single(p => p.Name == page).Text;
        List<string> written = [];
        foreach (Match verb in Verb().Matches(text))
        {
            var words = verb.Groups[1].Value.Split(' ').Select(word => word == "prices.csv" ? prices : word).ToArray();
            var result = await Verbs.RunAsync(database, words);
            // Nobody is asked without a terminal, and the page's file has lines that are refused.
            Assert.True(result.ExitCode == (words.Contains("import") ? 2 : 0), $"{verb.Value}: {result.Errors}");
            written.Add(result.Output);
        }

        Assert.True(written.Count >= least, $"{written.Count} verbs");
        var shown = Shown().Matches(text).SelectMany(block => block.Groups[1].Value.Split('\n')).ToList();
        foreach (var header in shown.Where(line => Header().IsMatch(line)))
            Assert.Contains(written.SelectMany(output => output.Split('\n')), line => Words(line) == Words(header));
        foreach (var name in shown.Select(line => Field().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct())
            Assert.True(written.Any(output => output.Contains($"\n  {name}  ", StringComparison.Ordinal)) || IsOptional(name), name);
        if (page == "docs/catalogue.md") Assert.Contains(written, output => output.Contains(text.Split('\n').Single(line => line.StartsWith("! mode is one of", StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_the_catalogue_has_every_word_of_it()
    {
        var text = Page.All.Single(page => page.Name == "docs/catalogue.md").Text;
        Assert.All(new ModelCatalogue(SeedCatalogue.Lines, []).Capabilities, word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
    }

    private static async Task PrepareAsync(TestDatabase database, FakeVendor vendor)
    {
        (await Verbs.RunAsync(database, ["providers", "add", "acme", "--kind", "chat", "--base-url", vendor.Address + "v1", "--allow-private-network", "--model", "fast=acme-fast-2", "--api-key-stdin"], answer: "sk-canary-0123456789\n")).Expect();
        (await Verbs.RunAsync(database, ["providers", "add", "openai", "--kind", "chat", "--base-url", "https://api.openai.com/v1", "--model", "gpt-5", "--model", "gpt-4o"])).Expect();
        await using var db = database.CreateDbContext();
        var minute = HealthMinutes.MinuteOf(DateTimeOffset.UtcNow);
        db.Add(new ProviderHealthMinute { Provider = "acme", Minute = minute, Node = "a", State = HealthState.Healthy, Probes = 2, FailedProbes = 0, Reason = "It answers calls." });
        db.Add(new Parley.Billing.Model.UsageEvent
        {
            RequestId = "r1", At = DateTimeOffset.UtcNow, Format = "chat", Operation = "generate", ModelAsked = "fast", Node = "a", Provider = "acme", Model = "acme-fast-2",
            Input = 10, Output = 20, Stream = true, FirstToken = 1000, Total = 5000, Attempts = 1, Outcome = "completed",
        });
        await db.SaveChangesAsync();
    }

    /// <summary>Figures that are told only where there are any.</summary>
    private static bool IsOptional(string name) => name is "from the cache" or "aliases" or "limits";

    private static string Words(string line) => Blanks().Replace(line.Trim(), " ");

    [GeneratedRegex("^dotnet run --project src/Parley -- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Verb();

    [GeneratedRegex("^```text\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shown();

    [GeneratedRegex("^[A-Z]+( [A-Z]+)*  ")]
    private static partial Regex Header();

    [GeneratedRegex("^  ([a-z]+(?: [a-z]+)*)  ")]
    private static partial Regex Field();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
