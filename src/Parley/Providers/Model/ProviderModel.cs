namespace Parley.Providers.Model;

/// <summary>A model of a provider: the name that callers use, and the upstream's own name of it.</summary>
internal sealed record ProviderModel(string Id, string UpstreamName);
