using Parley.Gateway.Routing.Health;

namespace Parley.Providers.Health;

/// <summary>The latest probe of a provider by this node.</summary>
internal sealed record LastProbe(DateTimeOffset At, ProbeResult Result);
