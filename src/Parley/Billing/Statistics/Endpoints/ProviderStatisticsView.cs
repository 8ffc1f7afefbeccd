namespace Parley.Billing.Statistics.Endpoints;

/// <summary>A provider's figures: all together, and of each model.</summary>
internal sealed class ProviderStatisticsView : FiguresView
{
    internal ProviderStatisticsView(string provider, StatisticsWindow window, IReadOnlyList<(string Model, RatedFigures Rated)> models) : base(RatedFigures.Sum(models))
    {
        (Provider, Since, Until) = (provider, window.Since, window.Until);
        Models = [.. models.Select(m => new ModelStatisticsView(m.Model, m.Rated))];
    }

    public string Provider { get; }

    public DateTimeOffset Since { get; }

    public DateTimeOffset Until { get; }

    public IReadOnlyList<ModelStatisticsView> Models { get; }
}
