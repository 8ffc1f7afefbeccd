using System.Buffers.Text;

namespace Parley.Identity.Sessions;

/// <summary>The browser's cookie: the session's id and a secret, base64url. Always Secure, which browsers accept on http://localhost as well.</summary>
internal static class SessionCookie
{
    public const string Name = "__Host-parley";
    private const int IdBytes = 16, SecretBytes = 32;

    public static string? Find(HttpRequest request) => request.Headers.Cookie.Count > 0 && request.Cookies.TryGetValue(Name, out var value) && value.Length > 0 ? value : null;

    public static string Write(Guid id, ReadOnlySpan<byte> secret)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        id.TryWriteBytes(bytes);
        secret.CopyTo(bytes[IdBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string value, out Guid id, Span<byte> secret)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        if (value.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.TryDecodeFromChars(value, bytes, out var written) || written != bytes.Length) return false;
        id = new Guid(bytes[..IdBytes]);
        bytes[IdBytes..].CopyTo(secret);
        return true;
    }

    public static void Set(HttpResponse response, string value, TimeSpan lifetime) => response.Cookies.Append(Name, value, Options(lifetime));

    public static void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    private static CookieOptions Options(TimeSpan? lifetime) => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = lifetime };
}
