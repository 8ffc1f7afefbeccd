using System.Collections.Frozen;

namespace Parley.Gateway.Upstreams;

/// <summary>The protocols that this build speaks, by name. Two of one name stop the start.</summary>
internal sealed class UpstreamKinds(IEnumerable<IUpstream> upstreams)
{
    private readonly FrozenDictionary<string, IUpstream> _byKind = upstreams.ToFrozenDictionary(u => u.Kind, StringComparer.Ordinal);

    /// <summary>The protocol of a kind that the app has checked before it made a route of it.</summary>
    public IUpstream Find(string kind) => _byKind[kind];
}
