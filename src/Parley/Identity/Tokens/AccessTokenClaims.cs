using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Identity.Accounts;

namespace Parley.Identity.Tokens;

/// <summary>What an access token says.</summary>
internal sealed record AccessTokenClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] Guid UserId,
    [property: JsonPropertyName("sid")] Guid SessionId,
    [property: JsonPropertyName("jti")] string Id,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("role")] AccountRole Role,
    [property: JsonPropertyName("ver")] long RightsVersion)
{
    /// <summary>Issuer and audience: this installation, which the signature tells from all others.</summary>
    public const string Parley = "parley";

    public static readonly JsonSerializerOptions Json = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) } };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
