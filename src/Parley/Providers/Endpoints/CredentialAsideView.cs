using System.ComponentModel;

namespace Parley.Providers.Endpoints;

/// <summary>A credential that is not used for now.</summary>
internal sealed record CredentialAsideView(
    [property: Description("Its last four characters.")] string Credential, [property: Description("Why it was set aside.")] string Reason);
