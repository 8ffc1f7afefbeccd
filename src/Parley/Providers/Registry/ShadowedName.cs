namespace Parley.Providers.Registry;

/// <summary>A model whose name something else has, too.</summary>
/// <param name="Provider">Who has the model.</param>
/// <param name="Model">The name.</param>
/// <param name="AliasOf">The model that the name is an alias of, which gives way to this model; null where a route has the name, which goes before it.</param>
internal sealed record ShadowedName(string Provider, string Model, string? AliasOf);
