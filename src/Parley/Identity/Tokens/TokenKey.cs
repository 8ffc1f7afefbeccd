using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Identity.Tokens;

/// <summary>A key in use. Only one header is ever written for it, so only that text is accepted: no algorithm is read from a token.</summary>
internal sealed class TokenKey
{
    private readonly ECParameters _parameters;

    public TokenKey(string id, ReadOnlySpan<byte> pkcs8, DateTimeOffset signsFrom)
    {
        (Id, SignsFrom) = (id, signsFrom);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        _parameters = key.ExportParameters(includePrivateParameters: true);
        Header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"JWT","kid":"{{id}}"}"""));
    }

    public string Id { get; }

    public DateTimeOffset SignsFrom { get; }

    /// <summary>The first part of each token that it signs.</summary>
    public string Header { get; }

    public PublicTokenKey Public => new("EC", "P-256", "sig", "ES256", Id, Base64Url.EncodeToString(_parameters.Q.X), Base64Url.EncodeToString(_parameters.Q.Y));

    public static byte[] CreatePkcs8()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    // A key object each time: the platform's are not for several threads at once.
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var key = ECDsa.Create(_parameters);
        return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = _parameters.Curve, Q = _parameters.Q });
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
