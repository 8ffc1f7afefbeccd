using System.Security.Cryptography;
using System.Text;

namespace Parley.Data.KeyRing;

/// <summary>Encrypts with AES-256-GCM under a key derived from the configured master key: nonce, tag, ciphertext in base64.</summary>
internal sealed class MasterKey(string? text)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[]? _key = string.IsNullOrEmpty(text) ? null
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text), 32, info: "Parley key ring v1"u8.ToArray());

    public bool IsGiven => _key is not null;

    public string Encrypt(string plain)
    {
        var input = Encoding.UTF8.GetBytes(plain);
        var output = new byte[NonceSize + TagSize + input.Length];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceSize));
        using var aes = new AesGcm(Key, TagSize);
        aes.Encrypt(output.AsSpan(0, NonceSize), input, output.AsSpan(NonceSize + TagSize), output.AsSpan(NonceSize, TagSize));
        return Convert.ToBase64String(output);
    }

    /// <summary>Throws <see cref="CryptographicException"/> for anything that this key did not encrypt.</summary>
    public string Decrypt(string text)
    {
        var input = Convert.FromBase64String(text);
        if (input.Length < NonceSize + TagSize) throw new CryptographicException("The encrypted key is too short.");
        var output = new byte[input.Length - NonceSize - TagSize];
        using var aes = new AesGcm(Key, TagSize);
        aes.Decrypt(input.AsSpan(0, NonceSize), input.AsSpan(NonceSize + TagSize), input.AsSpan(NonceSize, TagSize), output);
        return Encoding.UTF8.GetString(output);
    }

    /// <summary>Whether this key encrypted it.</summary>
    public bool Opens(string text)
    {
        try
        {
            Decrypt(text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private byte[] Key => _key ?? throw new CryptographicException("The key ring is encrypted, and no Parley:MasterKey is given.");
}
