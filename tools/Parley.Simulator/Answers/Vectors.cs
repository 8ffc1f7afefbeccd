using System.Buffers.Binary;
using System.Globalization;

namespace Parley.Simulator.Answers;

/// <summary>Vectors of texts by their letters, three at a time: words of one stem are near each other, as they are for a real model, and a mixed-up answer shows.</summary>
internal static class Vectors
{
    public const int Dimensions = 256;

    private const uint Basis = 2166136261, Prime = 16777619; // FNV-1a, the same in every process

    public static float[] Of(string text, int dimensions = Dimensions)
    {
        var letters = $" {text.ToLowerInvariant()} ";
        var sums = new float[Dimensions];
        for (var i = 0; i + 3 <= letters.Length; i++)
        {
            var hash = Basis;
            foreach (var letter in letters.AsSpan(i, 3)) hash = unchecked((hash ^ letter) * Prime);
            sums[hash % Dimensions] += (hash & 0x10000) == 0 ? 1 : -1;
        }

        var length = Math.Max(1, MathF.Sqrt(sums.Sum(s => s * s)));
        return [.. Enumerable.Range(0, Math.Clamp(dimensions, 1, 4096)).Select(i => sums[i % Dimensions] / length)];
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
