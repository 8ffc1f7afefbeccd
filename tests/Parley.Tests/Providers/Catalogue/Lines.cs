using Parley.Providers.Catalogue.Lines;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>Lines for tests.</summary>
internal static class Lines
{
    public const string Header = "provider,model,mode,input_per_mtok,output_per_mtok,context,max_output,capabilities,source,as_of,condition,effective_from,effective_to,confidence";

    public static CatalogueLine Of(string provider, string model, decimal? input = null, decimal? output = null) => new()
    {
        Provider = provider, Model = model, Mode = "chat", Input = input, Output = output, Source = "a page", AsOf = "2026-10-01", Confidence = "B",
    };

    public static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    public static LinesRead Read(params string[] lines) => CatalogueCsv.Read(new StringReader(string.Join('\n', lines.Prepend(Header))));
}
