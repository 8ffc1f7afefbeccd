using System.Collections.Concurrent;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>What came of this node's latest look at each provider's own list of models, since its start: when to look again.</summary>
internal sealed class DiscoveryLog
{
    private readonly ConcurrentDictionary<string, DiscoveryAttempt> _latest = new(StringComparer.Ordinal);

    public void Note(DiscoveryAttempt attempt) => _latest[attempt.Provider.Name] = attempt;

    /// <summary>The latest attempt on the provider of this name, kind and address; null when this node made none.</summary>
    public DiscoveryAttempt? Find(string name, string kind, string? baseUrl) =>
        _latest.TryGetValue(name, out var attempt) && attempt.Provider.Kind == kind && attempt.Provider.BaseUrlText == baseUrl ? attempt : null;
}
