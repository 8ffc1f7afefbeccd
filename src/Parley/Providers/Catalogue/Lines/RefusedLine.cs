namespace Parley.Providers.Catalogue.Lines;

/// <summary>Where something stood, from 1, and what is the matter with it.</summary>
internal sealed record RefusedLine(int Number, string Reason);
