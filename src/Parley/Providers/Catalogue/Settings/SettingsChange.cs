using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>What came of a change of a model's settings: one of three.</summary>
/// <param name="Errors">What is wrong with it; nothing was changed.</param>
/// <param name="OtherVersion">The version in force, which is not the expected one; nothing was changed.</param>
/// <param name="Version">The version that it made.</param>
internal sealed record SettingsChange(FieldErrors? Errors = null, long? OtherVersion = null, long Version = 0);
