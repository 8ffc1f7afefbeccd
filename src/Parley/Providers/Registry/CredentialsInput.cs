using System.Collections.Immutable;
using System.ComponentModel;
using Parley.Gateway.Routing;
using Parley.Shared;

namespace Parley.Providers.Registry;

/// <summary>The body of <c>PUT /api/v1/providers/{name}/credentials</c>.</summary>
internal sealed class CredentialsInput : IChecked
{
    [Description("The new credentials, first used first; an empty list for a provider that needs none. Required.")]
    public List<string>? ApiKeys { get; set; }

    [Description("How long the old ones stay in use beside the new ones: 0 (default) to 2592000 seconds.")]
    public long? OverlapSeconds { get; set; }

    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var errors = new FieldErrors();
        Check(errors);
        return errors.ToDictionary();
    }

    public (ImmutableArray<Secret> Keys, TimeSpan Overlap) Check(FieldErrors errors)
    {
        if (ApiKeys is null) errors.Add("apiKeys", "is missing: the new credentials, or an empty list for none");
        var most = (long)CredentialRotation.LongestOverlap.TotalSeconds;
        if (OverlapSeconds < 0 || OverlapSeconds > most) errors.Add("overlapSeconds", $"must be between 0 and {most}");
        var keys = ProviderRules.CheckKeys(ApiKeys ?? [], errors);
        return errors.Any ? ([], default) : (keys, TimeSpan.FromSeconds(OverlapSeconds ?? 0));
    }
}
