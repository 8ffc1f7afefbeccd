namespace Parley.Identity.Tokens;

/// <summary>A key as <c>/.well-known/jwks.json</c> shows it (RFC 7517).</summary>
internal sealed record PublicTokenKey(string Kty, string Crv, string Use, string Alg, string Kid, string X, string Y);
