namespace Parley.Providers.Discovery;

/// <summary>A model as an upstream lists it.</summary>
internal sealed record ListedModel(string Id, string? OwnedBy);
