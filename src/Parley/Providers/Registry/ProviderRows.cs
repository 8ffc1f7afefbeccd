using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>Between rows and definitions.</summary>
internal static class ProviderRows
{
    public static ProviderDefinition ToDefinition(this Provider row, CredentialSealer sealer) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        Origin = row.Origin,
        BaseUrl = row.BaseUrl is null ? null : new Uri(row.BaseUrl),
        ApiKeys = [.. row.Credentials.OrderBy(c => c.Position).Select(c => sealer.Open(row.Name, c.Sealed))],
        Models = row.ReadModels(),
        AllowPrivateNetwork = row.AllowPrivateNetwork,
        MaxRetries = row.MaxRetries,
        ConnectTimeoutMs = row.ConnectTimeoutMs,
        FirstByteTimeoutMs = row.FirstByteTimeoutMs,
        IdleTimeoutMs = row.IdleTimeoutMs,
        CancelPolicy = row.CancelPolicy,
        Discovered = row.DiscoveredModels is null ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(row.DiscoveredModels),
        DiscoveredAt = row.DiscoveredAt,
        CreatedAt = row.CreatedAt,
    };

    public static KnownProvider ToKnown(this Provider row, CredentialSealer sealer)
    {
        try
        {
            return new KnownProvider(row.Name, row.Origin, row.ToDefinition(sealer));
        }
        catch (CryptographicException)
        {
            return new KnownProvider(row.Name, row.Origin, null);
        }
    }

    public static ImmutableArray<ProviderModel> ReadModels(this Provider row) => JsonSerializer.Deserialize<ImmutableArray<ProviderModel>>(row.Models);

    public static Provider ToRow(this ProviderDefinition definition, CredentialSealer sealer, DateTimeOffset now)
    {
        var row = new Provider
        {
            Name = definition.Name,
            Kind = definition.Kind,
            Models = JsonSerializer.Serialize(definition.Models),
            CancelPolicy = definition.CancelPolicy,
            Origin = definition.Origin,
            BaseUrl = definition.BaseUrlText,
            AllowPrivateNetwork = definition.AllowPrivateNetwork,
            MaxRetries = definition.MaxRetries,
            ConnectTimeoutMs = definition.ConnectTimeoutMs,
            FirstByteTimeoutMs = definition.FirstByteTimeoutMs,
            IdleTimeoutMs = definition.IdleTimeoutMs,
            DiscoveredModels = definition.Discovered.IsEmpty ? null : JsonSerializer.Serialize(definition.Discovered),
            DiscoveredAt = definition.DiscoveredAt,
            CreatedAt = definition.CreatedAt == default ? now : definition.CreatedAt,
            UpdatedAt = now,
        };
        row.Credentials.AddRange(definition.ApiKeys.Select((key, i) => new ProviderCredential
        {
            ProviderName = definition.Name, Position = i, Sealed = sealer.Seal(definition.Name, key), Hint = key.Hint,
        }));
        return row;
    }
}
