using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Shared;

namespace Parley;

/// <summary>Looks whether every https address has a certificate that can be read, before anything is written: the web server itself finds out last, and says so
/// in the words of its libraries. Files are read as it reads them; certificates of the system's store are left to it.</summary>
internal static class CertificateCheck
{
    private const string Default = "Kestrel:Certificates:Default", Endpoints = "Kestrel:Endpoints";

    /// <summary>What the framework's tool marks its certificates with (ASP.NET Core's CertificateManager).</summary>
    private const string DevelopmentMark = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>Throws a <see cref="UserError"/> for what cannot be used.</summary>
    /// <param name="configuration">Where certificates are named.</param>
    /// <param name="contentRoot">What their paths are relative to.</param>
    /// <param name="addresses">Where the server is to listen.</param>
    public static void Verify(IConfiguration configuration, string contentRoot, IEnumerable<ListenAddress> addresses)
    {
        foreach (var certificate in Certificates(configuration).Where(c => c["Path"] is { Length: > 0 })) Load(certificate, contentRoot);
        foreach (var address in addresses.Where(a => PortCheck.Read(a).Scheme == Uri.UriSchemeHttps))
        {
            var own = configuration.GetSection(Endpoints).GetChildren().Where(e => address.Setting == $"{e.Path}:Url").SelectMany(CertificatesOf);
            if (own.Append(configuration.GetSection(Default)).Any(IsNamed) || IsDeveloper()) continue;
            throw new UserError(
                $"The address {address.Url} ({address.Setting}) needs a certificate, and none is named. Nothing was started; name its files at {Default}:Path and {Default}:KeyPath, or listen on http:// behind a proxy.");
        }
    }

    private static IEnumerable<IConfigurationSection> Certificates(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Certificates").GetChildren().Concat(configuration.GetSection(Endpoints).GetChildren().SelectMany(CertificatesOf));

    private static IEnumerable<IConfigurationSection> CertificatesOf(IConfigurationSection endpoint) =>
        endpoint.GetSection("Sni").GetChildren().Prepend(endpoint).Select(part => part.GetSection("Certificate"));

    private static bool IsNamed(IConfigurationSection certificate) => certificate["Path"] is { Length: > 0 } || certificate["Subject"] is { Length: > 0 };

    private static void Load(IConfigurationSection named, string contentRoot)
    {
        var bytes = Read(named, "Path", contentRoot, out var path);
        if (named["KeyPath"] is not { Length: > 0 })
        {
            Try(() => X509CertificateLoader.LoadPkcs12(bytes, named["Password"]),
                $"{named.Path}:Path is {path}, which is no PKCS#12 file (.pfx), or {named.Path}:Password does not open it. Nothing was started; correct it, or where the file is PEM, name its key at {named.Path}:KeyPath.").Dispose();
            return;
        }

        using var certificate = Try(() => X509CertificateLoader.LoadCertificate(bytes), $"{named.Path}:Path is {path}, in which there is no certificate. Nothing was started; correct it.");
        var key = System.Text.Encoding.UTF8.GetString(Read(named, "KeyPath", contentRoot, out var keyPath));
        var pem = certificate.ExportCertificatePem();
        Try(() => named["Password"] is { } password ? X509Certificate2.CreateFromEncryptedPem(pem, key, password) : X509Certificate2.CreateFromPem(pem, key),
            $"{named.Path}:KeyPath is {keyPath}, in which there is no key of the certificate in {path}{(named["Password"] is null ? ", or one that needs a password" : $", or {named.Path}:Password does not open it")}. Nothing was started; correct it.").Dispose();
    }

    private static byte[] Read(IConfigurationSection named, string key, string contentRoot, out string path)
    {
        path = Path.Combine(contentRoot, named[key]!);
        if (!File.Exists(path)) throw new UserError($"{named.Path}:{key} is {path}, and there is no such file that this user can see. Nothing was started; correct it.");
        return File.ReadAllBytes(path);
    }

    private static X509Certificate2 Try(Func<X509Certificate2> load, string otherwise)
    {
        try
        {
            return load();
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new UserError(otherwise, wrong);
        }
    }

    private static bool IsDeveloper()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates.Any(certificate => certificate.Extensions.Any(extension => extension.Oid?.Value == DevelopmentMark));
    }
}
