using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Identity.Outside;

/// <summary>Checks bearer tokens of one outside issuer, with keys that are fetched when a token names one that is not known, once a minute at most.</summary>
internal sealed class Issuer(IssuerOptions options, HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1), Skew = TimeSpan.FromMinutes(1);
    private const long MaxDocument = 1024 * 1024;

    // Signatures by key pairs only, or by the one secret only: what is public must never pass for a secret.
    private static readonly string[] ByKeys = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] BySecret = ["HS256"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly SemaphoreSlim _fetching = new(1);
    private volatile IReadOnlyList<SecurityKey>? _keys = options.SharedSecret.Length > 0 ? [new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.SharedSecret))] : null;
    private long _fetchedAt;

    public IssuerOptions Options => options;

    public bool Issued(JsonWebToken token) => token.Issuer.TrimEnd('/') == options.Url.TrimEnd('/');

    /// <summary>Null for a token that is no good.</summary>
    public async Task<JsonWebToken?> CheckAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (_keys is null || (options.SharedSecret.Length == 0 && !_keys.Any(key => key.KeyId == token.Kid))) await FetchAsync(cancellationToken);
        if (_keys is not { } keys) return null;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = options.SharedSecret.Length > 0 ? BySecret : ByKeys,
            ValidIssuers = [options.Url, options.Url.TrimEnd('/'), options.Url.TrimEnd('/') + "/"],
            ValidAudience = options.AudienceOrClient,
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = options.SharedSecret.Length > 0,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expires, _, _) => expires > time.GetUtcNow().UtcDateTime && (notBefore is null || notBefore <= (time.GetUtcNow() + Skew).UtcDateTime),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    public void Dispose() => _fetching.Dispose();

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_fetchedAt != 0 && time.GetElapsedTime(_fetchedAt) < Pause) return;
            _fetchedAt = time.GetTimestamp();
            var address = options.KeysUrl;
            if (address.Length == 0)
            {
                using var discovery = JsonDocument.Parse(await GetAsync($"{options.Url.TrimEnd('/')}/.well-known/openid-configuration", cancellationToken));
                address = discovery.RootElement.GetProperty("jwks_uri").GetString()!;
            }

            _keys = [.. new JsonWebKeySet(Encoding.UTF8.GetString(await GetAsync(address, cancellationToken))).GetSigningKeys()];
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or KeyNotFoundException or ArgumentException or TaskCanceledException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            // An issuer that is away or answers nonsense: the keys that are known stay, the next token asks again.
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<byte[]> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(MaxDocument, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
