using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Simulator.Answers;

/// <summary>Vectors that depend on the text, so that a mixed-up answer shows.</summary>
internal static class Vectors
{
    public const int Dimensions = 8;

    public static float[] Of(string text, int dimensions = Dimensions)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return [.. Enumerable.Range(0, Math.Clamp(dimensions, 1, 4096)).Select(i => hash[i % hash.Length] / 256f)];
    }

    public static string Plain(float[] vector) => $"[{string.Join(',', vector.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Base64 of little-endian floats, in quotes.</summary>
    public static string Coded(float[] vector)
    {
        var bytes = new byte[vector.Length * 4];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), vector[i]);
        return $"\"{Convert.ToBase64String(bytes)}\"";
    }
}
