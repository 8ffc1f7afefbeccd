namespace Parley.Billing.Statistics.Endpoints;

/// <summary>Failed requests of one class, and their share of all.</summary>
internal sealed record ErrorShareView(long Count, double Rate);
