using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>A call that counts as running for the models whose limits stand before it; its end is told once.</summary>
internal sealed class RunningCall(Allowances models, ModelLimits limits) : IDisposable
{
    public void Dispose()
    {
        for (var model = limits; model is not null; model = model.And) models.Leave(model.Model, Limit.Of(model.Limits));
    }
}
