using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Lines;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>What Parley comes with.</summary>
public sealed class SeedCatalogueTests
{
    private static readonly string[] File = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, "src/Parley/Providers/catalog.csv"));

    [Fact]
    public void Every_line_of_the_file_is_read_and_none_is_refused()
    {
        var read = SeedCatalogue.Read();
        Assert.Empty(read.Refused.Select(r => $"line {r.Number}: {r.Reason}"));
        Assert.Empty(read.PassedOver);
        Assert.Equal(File.Length - 1, read.Lines.Count);
        Assert.True(read.Lines.Count > 190);
    }

    [Fact]
    public void Every_price_has_a_source_a_date_and_a_confidence()
    {
        var prices = SeedCatalogue.Lines.Where(l => l.HasPrice).ToList();
        Assert.True(prices.Count > 170);
        Assert.All(prices, l => Assert.True(l is { Source.Length: > 3, AsOf.Length: >= 4, Confidence: "A" or "B" or "C" or "D", Currency.Length: >= 3 }, l.Key));
    }

    [Fact]
    public void What_is_written_again_says_the_same() =>
        Assert.All(SeedCatalogue.Lines, line => Assert.True(CatalogueCsv.Parse(CatalogueCsv.Write(line)) is var again && again.Says(line) && again.Key == line.Key
            && (again.Source, again.AsOf, again.Notes, again.Unit, again.Condition) == (line.Source, line.AsOf, line.Notes, line.Unit, line.Condition), line.Key));

    [Theory]
    [InlineData("anthropic", "claude-opus-5-5", "4", "20", 1_000_000, 128_000)]
    [InlineData("openai", "gpt-5", "1.25", "10", 400_000, 128_000)]
    [InlineData("openai", "gpt-6-astra", "10", "50", 1_050_000, 128_000)]
    [InlineData("google", "gemini-2.5-pro", "1.25", "10", 1_048_576, 65_536)]
    [InlineData("deepseek", "deepseek-flash", "0.15", "0.60", 1_000_000, 393_216)]
    [InlineData("xai", "grok-4.7", "2", "6", 500_000, null)]
    public void The_price_of_an_ordinary_request_is_known(string seller, string model, string input, string output, int context, int? most)
    {
        var entry = new ModelCatalogue(SeedCatalogue.Lines, []).Find(seller, model)!.Entry;
        var price = entry.PriceAt(Lines.Day(2026, 11, 26))!;
        Assert.Equal((decimal.Parse(input, System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(output, System.Globalization.CultureInfo.InvariantCulture)), (price.Input, price.Output));
        Assert.Equal((context, (long?)most), ((int)entry.Context!, entry.MaxOutput));
    }

    [Fact]
    public void Prices_follow_the_calendar()
    {
        var catalogue = new ModelCatalogue(SeedCatalogue.Lines, []);
        var flash = catalogue.Find("google", "gemini-3.8-flash")!.Entry;
        Assert.Equal(0.75m, flash.PriceAt(Lines.Day(2026, 12, 31))!.Input);
        Assert.Equal(1.50m, flash.PriceAt(Lines.Day(2027, 1, 1))!.Input);
        var sol = catalogue.Find("openai", "gpt-5.6-sol")!.Entry;
        Assert.Equal([5m, 5m, 4m, 4m], new[] { Lines.Day(2026, 7, 9), Lines.Day(2026, 8, 20), Lines.Day(2026, 8, 21), Lines.Day(2027, 8, 21) }.Select(day => sol.PriceAt(day)!.Input!.Value));
        Assert.Equal(Lines.Day(2027, 1, 1), catalogue.NextPriceChange(Lines.Day(2026, 11, 26)));
        Assert.Null(catalogue.NextPriceChange(Lines.Day(2027, 1, 1)));
    }
}
