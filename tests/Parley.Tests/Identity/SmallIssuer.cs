using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Parley.Tests.Identity;

/// <summary>An OpenID provider: discovery, keys, authorization by code with PKCE, and whatever tokens a test wants.</summary>
internal sealed class SmallIssuer : IAsyncDisposable
{
    public const string Client = "parley", ClientSecret = "a-secret-of-the-client";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce)> _codes = [];
    private RSA _key = RSA.Create(2048);
    private int _keyNumber = 1;

    private SmallIssuer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public int KeyRequests { get; private set; }

    /// <summary>Who signs in at its page.</summary>
    public Dictionary<string, object> Claims { get; set; } = new() { ["sub"] = "u-1", ["email"] = "ada@example.org", ["email_verified"] = true, ["name"] = "Ada" };

    public static async Task<SmallIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new SmallIssuer(builder.Build());
        issuer.Map();
        await issuer._app.StartAsync();
        issuer.Url = issuer._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return issuer;
    }

    public void ChangeKey() => (_key, _keyNumber) = (RSA.Create(2048), _keyNumber + 1);

    public string Token(string audience = Client, TimeSpan? lifetime = null, string? issuer = null, Dictionary<string, object>? more = null, RSA? key = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>(Claims)
        {
            ["iss"] = issuer ?? Url, ["aud"] = audience, ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + (lifetime ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in more ?? []) claims[name] = value;
        var text = $"{Encode(new { alg = "RS256", typ = "JWT", kid = Kid })}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>As Supabase's older projects do.</summary>
    public static string SharedSecretToken(string secret, string issuer, Dictionary<string, object> claims, string algorithm = "HS256")
    {
        var all = new Dictionary<string, object>(claims) { ["iss"] = issuer, ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() };
        var text = $"{Encode(new { alg = algorithm, typ = "JWT" })}.{Encode(all)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Its public key, as text: no shared secret of anybody.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    public string Kid => $"key-{_keyNumber}";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Url, authorization_endpoint = Url + "/authorize", token_endpoint = Url + "/token", jwks_uri = Url + "/keys",
            response_types_supported = new[] { "code" }, subject_types_supported = new[] { "public" }, id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () =>
        {
            KeyRequests++;
            var parameters = _key.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Kid, n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) } } });
        });
        _app.MapGet("/authorize", (string client_id, string redirect_uri, string state, string nonce, string code_challenge, string code_challenge_method, string response_type) =>
        {
            Assert.Equal((Client, "S256", "code"), (client_id, code_challenge_method, response_type));
            var code = RandomNumberGenerator.GetHexString(16);
            _codes[code] = (code_challenge, nonce);
            return Results.Redirect($"{redirect_uri}?code={code}&state={HttpUtility.UrlEncode(state)}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            if (!_codes.TryRemove(form["code"].ToString(), out var asked) || form["client_secret"] != ClientSecret
                || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
                return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
            return Results.Json(new { access_token = "opaque", token_type = "Bearer", expires_in = 60, id_token = Token(more: new() { ["nonce"] = asked.Nonce }) });
        });
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
