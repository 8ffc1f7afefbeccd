namespace Parley.Shared;

/// <summary>A section of the configuration and the type that it is bound to: its settable properties are the keys that exist.</summary>
internal sealed record KnownConfiguration(string Section, Type Options);
