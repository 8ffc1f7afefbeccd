using System.Globalization;
using Parley.Gateway.Routing;
using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>Decides what a provider's credentials are after new ones came. It decides only; the store writes.</summary>
internal static class CredentialRotation
{
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>The new ones first, in their order; behind them the old ones until the overlap ends. What is there already
    /// keeps its name; what cannot be opened any more goes at once, since nobody could use it.</summary>
    /// <param name="row">The provider with its credentials as they are. They are not changed.</param>
    /// <param name="wanted">The new credentials.</param>
    /// <param name="overlap">How long the old ones stay.</param>
    public static IReadOnlyList<ProviderCredential> Plan(Provider row, IReadOnlyList<Secret> wanted, TimeSpan overlap, CredentialSealer sealer, DateTimeOffset now)
    {
        var old = row.Credentials.OrderBy(c => c.Position).Where(c => !(c.ExpiresAt <= now))
            .Select(c => (Row: c, Key: sealer.TryOpen(c.ProviderName, c.Sealed)?.Reveal())).Where(c => c.Key is not null).ToList();
        List<ProviderCredential> result = [];
        foreach (var (i, key) in wanted.Index())
        {
            var known = old.Find(c => c.Key == key.Reveal()).Row;
            result.Add(known is null ? New(row, result.Count, $"{Number(row.Version)}-{Number(i + 1)}", key, sealer, now) : At(known, result.Count, expiresAt: null));
        }

        if (overlap > TimeSpan.Zero)
        {
            var until = now + overlap;
            foreach (var (left, _) in old.Where(c => !wanted.Any(w => w.Reveal() == c.Key)))
                result.Add(At(left, result.Count, left.ExpiresAt < until ? left.ExpiresAt : until));
        }

        return result;
    }

    /// <summary>The first credentials of a provider.</summary>
    public static IReadOnlyList<ProviderCredential> Fresh(IReadOnlyList<Secret> keys, Provider row, CredentialSealer sealer, DateTimeOffset now) =>
        [.. keys.Select((key, i) => New(row, i, $"{Number(row.Version)}-{Number(i + 1)}", key, sealer, now))];

    // A version never comes twice for a name, so neither does this.
    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ProviderCredential New(Provider row, int position, string id, Secret key, CredentialSealer sealer, DateTimeOffset now) => new()
    {
        ProviderName = row.Name, Position = position, Id = id, Sealed = sealer.Seal(row.Name, key), Hint = key.Hint, AddedAt = now,
    };

    private static ProviderCredential At(ProviderCredential known, int position, DateTimeOffset? expiresAt) => new()
    {
        ProviderName = known.ProviderName, Position = position, Id = known.NamedId(), Sealed = known.Sealed, Hint = known.Hint, AddedAt = known.AddedAt, ExpiresAt = expiresAt,
    };
}
