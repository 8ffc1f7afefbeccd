namespace Parley.Ui;

/// <summary>A value of a chart at its place.</summary>
public sealed record ChartPoint(string Label, double Value);
