using CsCheck;
using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Tests.Providers.Catalogue;

public sealed class CatalogueCsvTests
{
    private const string Good = "openai,gpt-9,chat,2.50,10,400000,128000,vision;tools,a page,2026-10-24,,,,A";

    [Fact]
    public void A_line_is_read_exactly()
    {
        var line = Assert.Single(Lines.Read(Good).Lines).Line;
        Assert.Equal(("openai", "gpt-9", 2.50m, 10m, 400000L, 128000L), (line.Provider, line.Model, line.Input!.Value, line.Output!.Value, line.Context!.Value, line.MaxOutput!.Value));
        Assert.Equal(["vision", "tools"], line.Capabilities);
        Assert.Equal(("USD", null, null), (line.Currency, line.CacheRead, line.UnitPrice));
    }

    [Theory]
    [InlineData("input_per_mtok must not be negative", "openai,m,chat,-1,10,,,,s,2026,,,,A")]
    [InlineData("input_per_mtok is absurd", "openai,m,chat,99999999,10,,,,s,2026,,,,A")]
    [InlineData("input_per_mtok must be a number", "openai,m,chat,1e3,10,,,,s,2026,,,,A")]
    [InlineData("input_per_mtok must be a number", "openai,m,chat,NaN,10,,,,s,2026,,,,A")]
    [InlineData("input_per_mtok must be a number", "openai,m,chat,79228162514264337593543950336,10,,,,s,2026,,,,A")]
    [InlineData("context must be between 1 and", "openai,m,chat,1,1,0,,,s,2026,,,,A")]
    [InlineData("context must be between 1 and", "openai,m,chat,1,1,99999999999,,,s,2026,,,,A")]
    [InlineData("max_output must be a whole number", "openai,m,chat,1,1,,1.5,,s,2026,,,,A")]
    [InlineData("source is missing", "openai,m,chat,1,1,,,,,2026,,,,A")]
    [InlineData("as_of is missing", "openai,m,chat,1,1,,,,s,,,,,A")]
    [InlineData("as_of must be a date", "openai,m,chat,1,1,,,,s,2026-13,,,,A")]
    [InlineData("confidence must be A, B, C or D", "openai,m,chat,1,1,,,,s,2026,,,,E")]
    [InlineData("effective_to must be after", "openai,m,chat,1,1,,,,s,2026,,2026-10-01,2026-10-01,A")]
    [InlineData("effective_from must be a date", "openai,m,chat,1,1,,,,s,2026,,2026-02-30,,A")]
    [InlineData("provider must be", "Open AI,m,chat,1,1,,,,s,2026,,,,A")]
    [InlineData("model is missing", "openai,,chat,1,1,,,,s,2026,,,,A")]
    [InlineData("mode must be", "openai,m,Chat!,1,1,,,,s,2026,,,,A")]
    [InlineData("capabilities must be", "openai,m,chat,1,1,,,Vision!,s,2026,,,,A")]
    [InlineData("has 3 cells instead of 14", "openai,m,chat")]
    [InlineData("is not CSV", "openai,\"m,chat,1,1,,,,s,2026,,,,A")]
    public void A_line_that_cannot_be_used_is_refused_by_its_number_and_the_others_are_read(string reason, string line)
    {
        var read = Lines.Read(Good, "", line);
        Assert.Equal("gpt-9", Assert.Single(read.Lines).Line.Model);
        var refused = Assert.Single(read.Refused);
        Assert.Equal(4, refused.Number);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_nobody_knows_are_refused_all_at_once_and_the_known_ones_are_told_once()
    {
        var known = LineVocabulary.Of(Parley.Providers.Catalogue.SeedCatalogue.Lines, ["openai", "acme"]);
        const string header = Lines.Header + ",currency";
        var read = CatalogueCsv.Read(new StringReader(string.Join('\n', header, Good + ",EUR",
            "opnai,m,chatt,1,1,,,vison;tools;dims=256;dim=256,s,2026,,,,A,XYZ", "acme,m,rerank,1,1,,,image_in,s,2026,,,,A,CREDIT", "openai,n,Chat!,1,1,,,vison,s,2026,,,,A,usd")), known);
        Assert.Equal(["gpt-9", "m"], read.Lines.Select(l => l.Line.Model));
        Assert.Equal(
        [
            (3, "provider \"opnai\" is not known; mode \"chatt\" is not known; capabilities \"vison\" is not known; capabilities \"dim=256\" is not known; currency \"XYZ\" is not known"),
            (5, "mode must be 1 to 20 of a-z 0-9 _; currency must be a code such as USD; capabilities \"vison\" is not known"),
        ], read.Refused.Select(r => (r.Number, r.Reason)));
        Assert.Equal(
        [
            "provider is one of acme, openai: a seller of the catalogue, or a provider as \"providers list\" shows it.",
            "mode is one of 3d, audio_gen, chat, credits, embedding, image, image_edit, moderation, realtime, rerank, stt, tts, video.",
        ], read.KnownWords.Take(2));
        Assert.StartsWith("capabilities are some of audio_in, audio_out, batch, ", read.KnownWords[2], StringComparison.Ordinal);
        Assert.StartsWith("currency is a code of ISO 4217", read.KnownWords[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_Parley_comes_with_uses_known_words_only()
    {
        var seed = Parley.Providers.Catalogue.SeedCatalogue.Lines;
        var known = LineVocabulary.Of(seed, seed.Select(l => l.Provider));
        var file = string.Join('\n', seed.Select(CatalogueCsv.Write).Prepend(string.Join(',', CatalogueCsv.Columns)));
        Assert.Empty(CatalogueCsv.Read(new StringReader(file), known).Refused);
    }

    [Fact]
    public void All_that_is_wrong_with_a_line_is_told_at_once()
    {
        var reason = Assert.Single(Lines.Read("openai,m,chat,-1,x,,,,s,,,,,Z").Refused).Reason;
        foreach (var field in new[] { "input_per_mtok", "output_per_mtok", "as_of", "confidence" }) Assert.Contains(field, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_condition_and_time_twice_is_refused()
    {
        var read = Lines.Read(Good, Good.Replace("2.50", "3", StringComparison.Ordinal), Good.Replace("gpt-9", "GPT-9", StringComparison.Ordinal), Good.Replace("24,,,,A", "24,,2026-11-01,,A", StringComparison.Ordinal));
        Assert.Equal([2, 5], read.Lines.Select(l => l.Number));
        Assert.All(read.Refused, r => Assert.Contains("line 2", r.Reason, StringComparison.Ordinal));
        Assert.Equal([3, 4], read.Refused.Select(r => r.Number));
    }

    [Theory]
    [InlineData("", "provider, model, mode, source, as_of, confidence are missing")]
    [InlineData("<html>", "are missing")]
    [InlineData("provider,model,mode,source,as_of,confidence,margin", "no column margin")]
    [InlineData("provider,model,mode,source,as_of,confidence,model", "twice")]
    public void What_is_no_catalogue_at_all_is_told_so(string header, string says)
    {
        var problem = Assert.Throws<UserError>(() => CatalogueCsv.Read(new StringReader(header + "\n" + Good)));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_come_back_as_they_were_written() =>
        Gen.Char[' ', '~'].Array[0, 12].Select(c => new string(c)).List[1, 8].Sample(cells =>
            CsvCells.Split(CsvCells.Join(cells)) is { } again && again.SequenceEqual(cells));

    [Fact]
    public void Any_text_is_split_or_refused() =>
        Gen.OneOf(Gen.Const('"'), Gen.Const(','), Gen.Char['a', 'c']).Array[0, 20].Select(c => new string(c)).Sample(text =>
            CsvCells.Split(text) is not { } cells || CsvCells.Split(CsvCells.Join(cells))!.SequenceEqual(cells));
}
