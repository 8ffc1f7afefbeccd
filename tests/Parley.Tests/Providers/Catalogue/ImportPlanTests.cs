using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Import;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Tests.Providers.Catalogue;

public sealed class ImportPlanTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private static readonly ModelCatalogue Known = new(
    [
        Lines.Of("openai", "gpt-9", 2, 10) with { Context = 400000, Capabilities = ["vision"] },
        Lines.Of("openai", "tiered", 10, 50) with { Condition = "input_tokens<=272000", From = Lines.Day(2026, 9, 3), Context = 1050000 },
        Lines.Of("openai", "tiered", 20, 75) with { Condition = "input_tokens>272000", From = Lines.Day(2026, 9, 3) },
    ], []);

    [Fact]
    public void Lines_are_added_changed_or_left_alone()
    {
        var plan = Plan("openai,gpt-9,chat,2,10,400000,,vision,another page,2026-11-20,,,,B", "openai,tiered,chat,9,50,1050000,,,s,2026,input_tokens<=272000,2026-09-03,,B", "openai,new,chat,1,1,,,,s,2026,,,,C");
        Assert.Equal(1, plan.Unchanged);
        Assert.Equal([("tiered", 10m, 9m), ("new", null, 1m)], plan.Changes.Select(c => (c.After.Model, c.Before?.Input, c.After.Input!.Value)));
    }

    [Fact]
    public void The_report_tells_old_and_new()
    {
        var read = Lines.Read("openai,gpt-9,chat,2,8.5,400000,,vision,s,2026,,,,B", "openai,bad,chat,-1,1,,,,s,2026,,,,C", "openai,new,chat,1,1,,,,s,2026,,,,C");
        Assert.Equal(
        [
            "+ openai new: input 1, output 1, currency USD, mode chat, confidence C", "~ openai gpt-9: output 10 -> 8.5",
            "! line 3: input_per_mtok must not be negative", "1 added, 1 changed, 0 unchanged, 1 refused.",
        ], ImportReport.Lines(ImportPlan.Make(Known, read, Today), read));
    }

    [Fact]
    public void A_file_without_dates_begins_a_new_price_and_the_old_one_can_still_be_told()
    {
        var plan = Plan("""{"tiered":{"litellm_provider":"openai","input_cost_per_token":9e-06,"max_input_tokens":922000}}""");
        var change = Assert.Single(plan.Changes);
        Assert.Equal((9m, 50m, Lines.Day(2026, 11, 26), "input_tokens<=272000", "C"), (change.After.Input!.Value, change.After.Output!.Value, change.After.From!.Value, change.After.Condition, change.After.Confidence));
        var entry = new ModelCatalogue(Known.Entries.SelectMany(e => e.Lines), [change.After]).Find("openai", "tiered")!.Entry;
        Assert.Equal((10m, 9m, 1050000L), (entry.PriceAt(Lines.Day(2026, 11, 25))!.Input!.Value, entry.PriceAt(Lines.Day(2026, 11, 26))!.Input!.Value, entry.Context!.Value));
    }

    [Fact]
    public void What_such_a_file_leaves_out_or_says_already_changes_nothing()
    {
        var plan = Plan("""{"gpt-9":{"litellm_provider":"openai","input_cost_per_token":2e-06,"max_input_tokens":272000,"supports_vision":true},"tiered":{"litellm_provider":"openai","output_cost_per_token":5e-05}}""");
        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.Unchanged);
    }

    [Fact]
    public void What_it_only_fills_in_keeps_the_price_its_source_and_its_time()
    {
        var change = Assert.Single(Plan("""{"gpt-9":{"litellm_provider":"openai","input_cost_per_token":2e-06,"max_output_tokens":128000,"supports_function_calling":true}}""").Changes);
        Assert.Equal((2m, null, 128000L, "B", "a page; LiteLLM, prices.json"), (change.After.Input!.Value, change.After.From, change.After.MaxOutput!.Value, change.After.Confidence, change.After.Source));
        Assert.Equal(["vision", "tools"], change.After.Capabilities);
    }

    [Fact]
    public void Importing_again_changes_nothing()
    {
        var json = """{"gpt-9":{"litellm_provider":"openai","input_cost_per_token":3e-06,"max_output_tokens":128000},"other":{"litellm_provider":"acme","mode":"tts","input_cost_per_second":0.1},"tiered":{"litellm_provider":"openai","input_cost_per_token":9e-06}}""";
        var first = ImportPlan.Make(Known, LiteLlmReaderTests.Read(json), Today);
        Assert.Equal(3, first.Changes.Count);
        var after = new ModelCatalogue(Known.Entries.SelectMany(e => e.Lines), first.Changes.Select(c => CatalogueCsv.Parse(CatalogueCsv.Write(c.After))));
        foreach (var day in new[] { Today, Today.AddDays(30) })
            Assert.Equal((0, 3), ImportPlan.Make(after, LiteLlmReaderTests.Read(json), day) is var again ? (again.Changes.Count, again.Unchanged) : default);
    }

    private static ImportPlan Plan(params string[] lines) => ImportPlan.Make(Known, Lines.Read(lines), Today);

    private static ImportPlan Plan(string json) => ImportPlan.Make(Known, LiteLlmReaderTests.Read(json), Today);
}
