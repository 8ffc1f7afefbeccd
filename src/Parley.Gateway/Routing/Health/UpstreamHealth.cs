namespace Parley.Gateway.Routing.Health;

/// <summary>How one provider is.</summary>
internal sealed class UpstreamHealth(TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile HealthState _state;
    private string _reason = "It was not called yet.";
    private DateTimeOffset _since = time.GetUtcNow();

    public bool IsDown => _state == HealthState.Down;

    public UpstreamHealthView View()
    {
        lock (_gate) return new UpstreamHealthView(_state, _reason, "closed", _since);
    }

    public void Probed(ProbeResult result)
    {
        var (state, reason) = result.Error is null ? (HealthState.Healthy, "It answers probes.") : (HealthState.Down, $"A probe failed: {result.Error}.");
        lock (_gate)
        {
            if (state != _state) _since = time.GetUtcNow();
            (_state, _reason) = (state, reason);
        }
    }
}
