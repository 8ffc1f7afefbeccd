using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Parley.Gateway.Routing;
using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>Between rows and definitions.</summary>
internal static class ProviderRows
{
    public static ProviderDefinition ToDefinition(this Provider row, CredentialSealer sealer)
    {
        ImmutableArray<UpstreamCredential> credentials = [.. row.Credentials.OrderBy(c => c.Position).Select(c => c.Open(sealer))];
        return row.Plain() with { ApiKeys = [.. credentials.Select(c => c.Key)], Credentials = credentials };
    }

    /// <summary>The definition without its credentials, which may not open.</summary>
    public static ProviderDefinition Plain(this Provider row) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        Origin = row.Origin,
        Enabled = row.Enabled,
        BaseUrl = row.BaseUrl is null ? null : new Uri(row.BaseUrl),
        Models = row.ReadModels(),
        AllowPrivateNetwork = row.AllowPrivateNetwork,
        MaxRetries = row.MaxRetries,
        ConnectTimeoutMs = row.ConnectTimeoutMs,
        FirstByteTimeoutMs = row.FirstByteTimeoutMs,
        IdleTimeoutMs = row.IdleTimeoutMs,
        Breaker = row.Breaker ?? true,
        Probe = row.Probe ?? true,
        ProbeIntervalMs = row.ProbeIntervalMs,
        ProbeTimeoutMs = row.ProbeTimeoutMs,
        Limits = new UpstreamLimits(row.Concurrency ?? 0, row.RequestsPerMinute, row.TokensPerMinute),
        CancelPolicy = row.CancelPolicy,
        Discovered = row.ReadDiscovered(),
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

    public static ImmutableArray<string> ReadDiscovered(this Provider row) =>
        row.DiscoveredModels is null ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(row.DiscoveredModels);

    /// <summary>A row of its own for a provider that has none.</summary>
    public static Provider ToRow(this ProviderDefinition definition, CredentialSealer sealer, DateTimeOffset now)
    {
        var row = new Provider { Name = definition.Name, Kind = "", Models = "", CancelPolicy = "", CreatedAt = definition.CreatedAt == default ? now : definition.CreatedAt, UpdatedAt = now, Version = now.ToUnixTimeMilliseconds() };
        definition.WriteTo(row);
        row.Write(CredentialRotation.Fresh(definition.ApiKeys, row, sealer, now));
        return row;
    }

    /// <summary>Everything but credentials, and whether it is enabled.</summary>
    public static void WriteTo(this ProviderDefinition definition, Provider row)
    {
        if (row.Kind != definition.Kind || row.BaseUrl != definition.BaseUrlText) (row.DiscoveryTriedAt, row.DiscoveryError) = (null, null);
        row.Kind = definition.Kind;
        row.Models = JsonSerializer.Serialize(definition.Models);
        row.CancelPolicy = definition.CancelPolicy;
        row.Origin = definition.Origin;
        row.BaseUrl = definition.BaseUrlText;
        row.AllowPrivateNetwork = definition.AllowPrivateNetwork;
        row.MaxRetries = definition.MaxRetries;
        row.ConnectTimeoutMs = definition.ConnectTimeoutMs;
        row.FirstByteTimeoutMs = definition.FirstByteTimeoutMs;
        row.IdleTimeoutMs = definition.IdleTimeoutMs;
        row.Breaker = definition.Breaker ? null : false;
        row.Probe = definition.Probe ? null : false;
        row.ProbeIntervalMs = definition.ProbeIntervalMs;
        row.ProbeTimeoutMs = definition.ProbeTimeoutMs;
        row.Concurrency = definition.Limits.Concurrency == 0 ? null : definition.Limits.Concurrency;
        row.RequestsPerMinute = definition.Limits.RequestsPerMinute;
        row.TokensPerMinute = definition.Limits.TokensPerMinute;
        row.DiscoveredModels = definition.Discovered.IsEmpty ? null : JsonSerializer.Serialize(definition.Discovered);
        row.DiscoveredAt = definition.DiscoveredAt;
    }

    /// <summary>What people would write to register the provider as it is, credentials left out.</summary>
    public static ProviderInput ToInput(this Provider row) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        BaseUrl = row.BaseUrl,
        Models = [.. row.ReadModels().Select(m => new ModelInput { Id = m.Id, UpstreamName = m.UpstreamName, ContinuesTurns = m.ContinuesTurns })],
        AllowPrivateNetwork = row.AllowPrivateNetwork,
        Resilience = new ResilienceInput
        {
            MaxRetries = row.MaxRetries, ConnectTimeoutMs = row.ConnectTimeoutMs, FirstByteTimeoutMs = row.FirstByteTimeoutMs, IdleTimeoutMs = row.IdleTimeoutMs,
            Breaker = row.Breaker, Probe = row.Probe, ProbeIntervalMs = row.ProbeIntervalMs, ProbeTimeoutMs = row.ProbeTimeoutMs,
        },
        Limits = new LimitsInput { Concurrency = row.Concurrency, RequestsPerMinute = row.RequestsPerMinute, TokensPerMinute = row.TokensPerMinute },
        CancelPolicy = row.CancelPolicy,
    };

    public static UpstreamCredential Open(this ProviderCredential row, CredentialSealer sealer) =>
        new(row.NamedId(), sealer.Open(row.ProviderName, row.Sealed)) { ExpiresAt = row.ExpiresAt };

    public static string NamedId(this ProviderCredential row) => row.Id ?? (row.Position + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes these the row's credentials, in this order.</summary>
    public static void Write(this Provider row, IReadOnlyList<ProviderCredential> wanted)
    {
        var rows = row.Credentials.ToDictionary(c => c.Position);
        foreach (var (position, credential) in wanted.Index())
        {
            // The position is the key of the row: what stands there is overwritten.
            if (!rows.Remove(position, out var old)) row.Credentials.Add(credential);
            else (old.Id, old.Sealed, old.Hint, old.AddedAt, old.ExpiresAt) = (credential.Id, credential.Sealed, credential.Hint, credential.AddedAt, credential.ExpiresAt);
        }

        foreach (var left in rows.Values) row.Credentials.Remove(left);
    }
}
