using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Hosting;

public sealed class CertificateCheckTests : IDisposable
{
    private const string Own = "Kestrel:Endpoints:Https:Certificate", Default = "Kestrel:Certificates:Default", Open = "open sesame";

    private readonly TemporaryFolder _folder = new();

    public CertificateCheckTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Write("cert.pem", certificate.ExportCertificatePem());
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("sealed.pem", key.ExportEncryptedPkcs8PrivateKeyPem(Open, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Write("other.pem", other.ExportPkcs8PrivateKeyPem());
        Write("junk.pem", "junk");
        File.WriteAllBytes(Path.Combine(_folder.Path, "cert.der"), certificate.Export(X509ContentType.Cert));
        File.WriteAllBytes(Path.Combine(_folder.Path, "cert.pfx"), certificate.Export(X509ContentType.Pfx, Open));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cert.pem", "key.pem", null), InlineData("cert.der", "key.pem", null), InlineData("cert.pem", "sealed.pem", Open), InlineData("cert.pfx", null, Open)]
    public void What_the_web_server_takes_is_taken(string path, string? key, string? password)
    {
        foreach (var section in new[] { Own, Default }) Verify(section, path, key, password);
    }

    [Theory]
    [InlineData("nowhere.pem", "key.pem", null, ":Path is ", "there is no such file"), InlineData("cert.pem", "nowhere.pem", null, ":KeyPath is ", "there is no such file")]
    [InlineData("junk.pem", "key.pem", null, ":Path is ", "in which there is no certificate"), InlineData("cert.pem", "junk.pem", null, ":KeyPath is ", "there is no key of the certificate")]
    [InlineData("cert.pem", "other.pem", null, ":KeyPath is ", "there is no key of the certificate"), InlineData("cert.pem", "sealed.pem", null, ":KeyPath is ", "one that needs a password")]
    [InlineData("cert.pem", "sealed.pem", "wrong-word", ":KeyPath is ", ":Password does not open it"), InlineData("cert.pfx", null, "wrong-word", ":Path is ", ":Password does not open it")]
    [InlineData("cert.pem", null, null, ":Path is ", "name its key at "), InlineData("junk.pem", null, null, ":Path is ", "no PKCS#12 file")]
    public void What_cannot_be_used_is_named_by_its_setting(string path, string? key, string? password, string setting, string told)
    {
        foreach (var section in new[] { Own, Default })
        {
            var refusal = Assert.Throws<UserError>(() => Verify(section, path, key, password)).Message;
            Assert.StartsWith(section + setting, refusal, StringComparison.Ordinal);
            Assert.Contains(told, refusal, StringComparison.Ordinal);
            Assert.Contains("Nothing was started", refusal, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-word", refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_https_address_without_a_certificate_is_told_where_to_name_one()
    {
        var refusal = Assert.Throws<UserError>(() => CertificateCheck.Verify(new ConfigurationBuilder().Build(), _folder.Path, [ListenAddress.OfUrls("https://127.0.0.1:5081")])).Message;
        Assert.StartsWith("The address https://127.0.0.1:5081 (--urls) needs a certificate", refusal, StringComparison.Ordinal);
        Assert.Contains(Default + ":Path", refusal, StringComparison.Ordinal);
        CertificateCheck.Verify(new ConfigurationBuilder().Build(), _folder.Path, [ListenAddress.OfUrls("http://127.0.0.1:5081")]);
    }

    private void Verify(string section, string path, string? key, string? password)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Https:Url"] = "https://127.0.0.1:5081", [$"{section}:Path"] = path, [$"{section}:KeyPath"] = key, [$"{section}:Password"] = password,
        }).Build();
        CertificateCheck.Verify(configuration, _folder.Path, Listening.Addresses(configuration));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);
}
