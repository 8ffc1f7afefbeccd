using System.Collections.Immutable;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue;

/// <summary>The lines that Parley comes with: <c>catalog.csv</c>, from public pages, each with its source.</summary>
internal static class SeedCatalogue
{
    private static readonly Lazy<ImmutableArray<CatalogueLine>> All = new(() => [.. Read().Lines.Select(l => l.Line)]);

    /// <summary>Read at the first use.</summary>
    public static ImmutableArray<CatalogueLine> Lines => All.Value;

    internal static LinesRead Read()
    {
        using var file = typeof(SeedCatalogue).Assembly.GetManifestResourceStream("Parley.Providers.catalog.csv")!;
        using var reader = new StreamReader(file);
        return CatalogueCsv.Read(reader);
    }
}
