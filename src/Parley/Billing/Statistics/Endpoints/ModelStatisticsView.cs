using System.ComponentModel;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>The figures of one of a provider's models.</summary>
internal sealed class ModelStatisticsView : FiguresView
{
    internal ModelStatisticsView(string model, RatedFigures rated) : base(rated) => Model = model;

    [Description("The provider's own name of it.")]
    public string Model { get; }
}
