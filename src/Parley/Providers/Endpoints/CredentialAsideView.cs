using System.ComponentModel;

namespace Parley.Providers.Endpoints;

/// <summary>A credential that is not used for now.</summary>
internal sealed record CredentialAsideView(
    [property: Description("Its last four characters behind dots; dots alone where it has fewer than 12.")] string Credential, [property: Description("Why it was set aside.")] string Reason);
