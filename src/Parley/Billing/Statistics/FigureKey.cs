namespace Parley.Billing.Statistics;

/// <summary>What figures are of: a provider, and its own name of a model.</summary>
internal readonly record struct FigureKey(string Provider, string Model);
