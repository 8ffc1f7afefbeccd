using System.Runtime.InteropServices;

namespace Parley.Chat.Memory;

/// <summary>
/// A vector in a byte a dimension: its largest number is 127. Only directions are compared, so the scale need not be kept; the cosine of two differs from the exact one by less than a
/// hundredth, and a model's 3,072 numbers take 3 KB instead of 12. Pure.
/// </summary>
internal static class Meaning
{
    public static byte[] Of(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var number in vector) largest = Math.Max(largest, Math.Abs(number));
        var values = new byte[vector.Length];
        if (largest is 0 or float.PositiveInfinity or float.NaN) return values;
        for (var i = 0; i < values.Length; i++) values[i] = (byte)(sbyte)MathF.Round(vector[i] / largest * sbyte.MaxValue);
        return values;
    }

    /// <summary>The cosine between two; null where they cannot be compared.</summary>
    public static double? Likeness(byte[] one, byte[] other)
    {
        if (one.Length != other.Length) return null;
        ReadOnlySpan<sbyte> a = MemoryMarshal.Cast<byte, sbyte>(one), b = MemoryMarshal.Cast<byte, sbyte>(other);
        int both = 0, ones = 0, others = 0;
        for (var i = 0; i < a.Length; i++)
        {
            both += a[i] * b[i];
            ones += a[i] * a[i];
            others += b[i] * b[i];
        }

        return ones == 0 || others == 0 ? null : both / Math.Sqrt((double)ones * others);
    }
}
