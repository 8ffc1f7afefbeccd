using System.ComponentModel;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>A credential as it is shown.</summary>
internal sealed record CredentialView(
    [property: Description("Names it as long as it lives; health tells by it which ones are set aside.")] string Id,
    [property: Description("Its last four characters behind dots; dots alone where it has fewer than 12.")] string Hint,
    [property: Description("Null for those that are older than this member.")] DateTimeOffset? AddedAt,
    [property: Description("When it goes, because others took its place; null for never.")] DateTimeOffset? ExpiresAt)
{
    public static CredentialView Of(ProviderCredential row) => new(row.NamedId(), row.Hint, row.AddedAt, row.ExpiresAt);
}
