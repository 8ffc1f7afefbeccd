using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Parley.Identity.SecondFactor;

/// <summary>Time-based codes of RFC 6238, as authenticator apps make them: six digits, every 30 seconds, HMAC-SHA-1. Pure.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of a code that fits: now, or one before or after, for clocks that differ. Null for a code that does not.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var given)) return null;
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? match = null;
        // All three are computed, whichever fits.
        foreach (var step in (ReadOnlySpan<long>)[current - 1, current, current + 1])
            if (CodeAt(secret, step) == given) match = step;
        return match;
    }

    public static string Code(ReadOnlySpan<byte> secret, DateTimeOffset now) => CodeAt(secret, now.ToUnixTimeSeconds() / StepSeconds).ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>The secret as people type it.</summary>
    public static string Shown(ReadOnlySpan<byte> secret)
    {
        var text = new char[secret.Length * 8 / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < i * 5 + 5; bit++) value = value << 1 | secret[bit / 8] >> (7 - bit % 8) & 1;
            text[i] = Base32[value];
        }

        return new string(text);
    }

    /// <summary>What an authenticator app reads from a picture.</summary>
    public static string Address(ReadOnlySpan<byte> secret, string email) =>
        $"otpauth://totp/{Uri.EscapeDataString("Parley:" + email)}?secret={Shown(secret)}&issuer=Parley&algorithm=SHA1&digits=6&period={StepSeconds}";

    private static int CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // What authenticator apps implement; the weakness of SHA-1 is no weakness of HMAC with it.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        return (int)((BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7FFFFFFF) % 1_000_000);
    }
}
