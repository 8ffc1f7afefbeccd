using Microsoft.EntityFrameworkCore;
using Parley.Providers.Catalogue;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

public sealed class CatalogVerbsTests
{
    private const string NewPrice = "openai,gpt-5,chat,1,8,400000,128000,vision,our contract,2026-11-26,,,,A";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task An_import_is_shown_confirmed_used_by_a_running_server_and_can_be_forgotten(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await app.PostAsync(new { name = "openai", kind = "chat", baseUrl = "https://api.acme.example/v1", apiKeys = new[] { "k" }, models = new[] { new { id = "gpt-5" } } }, System.Net.HttpStatusCode.Created);
        Assert.Equal(1.25m, Price(app));
        using var file = new TemporaryFile($"{Lines.Header}\n{NewPrice}\nanthropic,zeta-1,chat,3,4,,,,our contract,2026-11-26,,,,A\n");

        var asked = await Verbs.RunAsync(database, ["catalog", "import", file.Path]);
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("~ openai gpt-5: input 1.25 -> 1, output 10 -> 8", asked.Output, StringComparison.Ordinal);
        Assert.Contains("1 added, 1 changed, 0 unchanged, 0 refused.", asked.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", asked.Errors, StringComparison.Ordinal);
        Assert.Contains("--yes", asked.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await Verbs.RunAsync(database, ["catalog", "import", file.Path], answer: "n\n")).ExitCode);
        Assert.Equal(0, await RowsAsync(database));

        (await Verbs.RunAsync(database, ["catalog", "import", file.Path], answer: "y\n")).Expect();
        Assert.Equal(2, await RowsAsync(database));
        await Eventually.TrueAsync(() => Price(app) == 1, TimeSpan.FromSeconds(2));
        Assert.Contains("imported; confidence A, 2026-11-26, our contract", (await Verbs.RunAsync(database, ["catalog", "show", "openai/gpt-5"])).Expect(), StringComparison.Ordinal);
        var again = await Verbs.RunAsync(database, ["catalog", "import", file.Path]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("0 added, 0 changed, 2 unchanged", again.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await Verbs.RunAsync(database, ["catalog", "reset"])).ExitCode);
        Assert.Equal(2, await RowsAsync(database));
        Assert.Contains("2 imported lines are forgotten", (await Verbs.RunAsync(database, ["catalog", "reset", "--yes"])).Errors, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Price(app) == 1.25m, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task One_refused_line_refuses_all_unless_the_operator_says_otherwise(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        using var file = new TemporaryFile($"{Lines.Header}\n{NewPrice}\nopenai,bad,chat,-1,1,,,,s,2026,,,,A\n");
        var refused = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("! line 3: input_per_mtok must not be negative", refused.Output, StringComparison.Ordinal);
        Assert.Equal(0, await RowsAsync(database));
        (await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes", "--skip-refused"])).Expect();
        Assert.Equal(1, await RowsAsync(database));
    }

    [Fact]
    public async Task Words_that_nobody_knows_are_refused_with_the_known_ones_and_a_registered_provider_is_known()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile($"{Lines.Header}\nacme,zeta-1,chat,3,4,,,,our contract,2026-11-26,,,,A\n");
        var refused = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("! line 2: provider \"acme\" is not known\n! provider is one of anthropic, cohere, ", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. 1 line is refused: correct it, or apply the rest with --skip-refused.", refused.Errors, StringComparison.Ordinal);
        (await Verbs.RunAsync(database, ["providers", "add", "acme", "--kind", "chat", "--base-url", "https://acme.example/v1"])).Expect();
        var done = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"]);
        Assert.Contains("1 line is imported. A running server uses it within a second", done.Errors, StringComparison.Ordinal);
        Assert.Contains("1 imported line is forgotten", (await Verbs.RunAsync(database, ["catalog", "reset", "--yes"])).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--capability \"vison\" is none that the catalogue knows", "--capability", "vison")]
    [InlineData("--state must be", "--state", "good")]
    [InlineData("--state disabled is said of models that can be called here", "--state", "disabled")]
    [InlineData("--min-context must not be negative. --max-input-price must not be negative. --max-output-price must not be negative.", "--min-context", "-1", "--max-input-price", "-1", "--max-output-price", "-0.5")]
    public async Task A_filter_that_cannot_be_is_refused_as_by_the_api(string says, params string[] filters)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var refused = await Verbs.RunAsync(database, ["catalog", "list", .. filters]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("parley: " + says, Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prices_of_answers_and_deprecation_filter_too_and_an_empty_list_says_why()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile("provider,model,mode,source,as_of,confidence,deprecation_date,input_per_mtok,output_per_mtok\nopenai,past,chat,s,2026,A,2026-01-01,1,1\nopenai,future,chat,s,2026,A,2199-01-01,1,1\n");
        (await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"])).Expect();
        var cheap = await ModelsAsync("--provider", "openai", "--max-output-price", "1.6", "--max-input-price", "0.4");
        Assert.Contains("gpt-4.1-mini", cheap);
        Assert.DoesNotContain("gpt-5", cheap);
        Assert.Contains("past", await ModelsAsync("--state", "deprecated"));
        Assert.DoesNotContain("future", await ModelsAsync("--state", "deprecated"));
        var available = await ModelsAsync("--state", "available");
        Assert.Contains("future", available);
        Assert.DoesNotContain("past", available);
        var unknown = await Verbs.RunAsync(database, ["catalog", "list", "--provider", "opnai"]);
        Assert.Equal((0, ""), (unknown.ExitCode, unknown.Output));
        Assert.StartsWith("The catalogue has no seller opnai; it has anthropic, ", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("no model that passes", (await Verbs.RunAsync(database, ["catalog", "list", "--min-context", "999999999"])).Errors, StringComparison.Ordinal);

        async Task<List<string>> ModelsAsync(params string[] filters) =>
            [.. (await Verbs.RunAsync(database, ["catalog", "list", .. filters])).Expect().Split('\n').Select(line => line.Split('\t')[1])];
    }

    [Theory]
    [InlineData("--max-input-price must be a number", "catalog", "list", "--max-input-price", "abc")]
    [InlineData("--min-context must be a whole number", "catalog", "list", "--min-context", "1k")]
    [InlineData("--context must be a whole number", "models", "set", "m", "--context", "abc")]
    [InlineData("--concurrency must be a whole number", "providers", "set", "alpha", "--concurrency", "abc")]
    public async Task A_wrong_number_is_one_line_and_exit_code_2(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var refused = await Verbs.RunAsync(database, args);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("parley: " + says, Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiteLlms_layout_is_taken_with_its_day()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile("""{"gpt-5":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1.1e-06,"output_cost_per_token":1e-05}}""");
        var done = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes", "--as-of", "2026-11-01"]);
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("~ openai gpt-5, from 2026-11-01: input 1.25 -> 1.1", done.Output, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(done.Output, "from"));
        Assert.Contains("* input 1.1, output 10, cache read 0.125 USD; from 2026-11-01", (await Verbs.RunAsync(database, ["catalog", "show", "gpt-5"])).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_lines_are_imported_whole()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile("{" + string.Join(",\n", Enumerable.Range(0, 3000).Select(i => $$"""  "m-{{i}}":{"litellm_provider":"acme","mode":"chat","input_cost_per_token":1e-06,"max_input_tokens":1000}""")) + "}");
        Assert.Contains("3000 added", (await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"])).Expect(), StringComparison.Ordinal);
        Assert.Equal(3000, (await Verbs.RunAsync(database, ["catalog", "list", "--provider", "acme"])).Expect().Split('\n').Length);
    }

    [Theory]
    [InlineData("There is no file", null)]
    [InlineData("is empty", "  \n")]
    [InlineData("This is not a catalogue", "MZ\0\0garbage")]
    [InlineData("not JSON: line 2", "{\n\"a\": oops}")]
    [InlineData("must be a date", "{}", "--as-of", "tomorrow")]
    public async Task What_cannot_be_used_is_one_line_and_changes_nothing(string says, string? content, params string[] more)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile(content);
        var result = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes", .. more]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await RowsAsync(database));
    }

    [Fact]
    public async Task A_file_of_50_megabytes_is_refused_unread()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        using var file = new TemporaryFile("");
        using (var stream = File.OpenWrite(file.Path)) stream.SetLength(50 * 1024 * 1024);
        var result = await Verbs.RunAsync(database, ["catalog", "import", file.Path, "--yes"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has 50 MiB; a catalogue has at most 16. Nothing was changed.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_filtered()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var lines = (await Verbs.RunAsync(database, ["catalog", "list", "--provider", "openai", "--capability", "vision", "--capability", "tools", "--min-context", "1000000", "--max-input-price", "0.5"])).Expect().Split('\n');
        Assert.Contains(lines, l => l.StartsWith("openai\tgpt-4.1-mini\tchat\t1047576\t32768\t0.4\t1.6\tUSD\tB\t2026-08-21\t", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => !l.StartsWith("openai\t", StringComparison.Ordinal) || l.Contains("\tgpt-5\t", StringComparison.Ordinal));
        Assert.True((await Verbs.RunAsync(database, ["catalog", "list"])).Expect().Split('\n').Length > 120);
    }

    [Theory]
    [InlineData("claude-opus-4-5-20251101", "anthropic/claude-opus-4-5 (chat)")]
    [InlineData("gpt-5.6-sol", "* input 4, output 20, cache read 0.4 USD; input_tokens<=272000; from 2026-08-21 00:00")]
    [InlineData("eleven_v3", "a 1K characters 0.1 USD")]
    public async Task One_is_shown_with_all_its_prices(string model, string says)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Assert.Contains(says, (await Verbs.RunAsync(database, ["catalog", "show", model])).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_one_is_told_so() =>
        Assert.Contains("no model nobody", (await Verbs.RunAsync(await TestDatabase.CreateAsync(postgres: false), ["catalog", "show", "nobody"])).Errors, StringComparison.Ordinal);

    private static decimal? Price(ProviderApp app) => app.Registry.Current.Find("gpt-5")!.Candidates[0].InputPrice;

    private static async Task<int> RowsAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.Set<ImportedLine>().CountAsync();
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TemporaryFile(string? content)
        {
            if (content is not null) File.WriteAllText(Path, content);
        }

        public string Path => System.IO.Path.Combine(_folder.Path, "prices.json");

        public void Dispose() => _folder.Dispose();
    }
}
