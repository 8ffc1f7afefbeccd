namespace Parley.Billing.Statistics;

/// <summary>Figures by provider and model.</summary>
internal sealed class FigureTable : Dictionary<FigureKey, UsageFigures>
{
    public void Add(FigureRow row) => Of(row.Key).Add(row);

    public new void Add(FigureKey key, UsageFigures figures) => Of(key).Add(figures);

    private UsageFigures Of(FigureKey key)
    {
        if (!TryGetValue(key, out var figures)) this[key] = figures = new UsageFigures();
        return figures;
    }
}
