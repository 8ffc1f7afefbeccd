using Parley.Data;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>What a change of a model's settings needs.</summary>
internal sealed record ModelChanges(ModelSettingsStore Store, ProviderRegistry Registry, ChangeWatcher Changes, TimeProvider Time);
