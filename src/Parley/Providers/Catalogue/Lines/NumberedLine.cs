namespace Parley.Providers.Catalogue.Lines;

/// <summary>A line and where it stood, from 1.</summary>
internal sealed record NumberedLine(int Number, CatalogueLine Line);
