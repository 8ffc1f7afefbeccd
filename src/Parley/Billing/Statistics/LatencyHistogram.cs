using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Billing.Statistics;

/// <summary>
/// Durations, counted in buckets of a logarithmic scale: exact to the microsecond up to 63, then 32 buckets an octave, so
/// that a percentile is at most 1.6 % off. Histograms add up: of any parts of the same durations comes the same whole.
/// </summary>
[JsonConverter(typeof(Json))]
internal sealed class LatencyHistogram
{
    private const int SubBits = 5, Exact = 2 << SubBits;

    /// <summary>Over three years; more is a clock's fault.</summary>
    private const long Longest = 100_000_000_000_000;

    private long[] _counts = [];

    public long Count { get; private set; }

    public void Add(long microseconds) => Add(BucketOf(microseconds), 1);

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < other._counts.Length; i++)
            if (other._counts[i] > 0) Add(i, other._counts[i]);
    }

    /// <summary>The duration that this share of all (0 to 1) does not exceed, by the nearest rank, in microseconds; null without any.</summary>
    public double? Percentile(double share)
    {
        if (Count == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[bucket]) bucket++;
        return MiddleOf(bucket);
    }

    internal static int BucketOf(long microseconds)
    {
        var value = Math.Clamp(microseconds, 0, Longest);
        if (value < Exact) return (int)value;
        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return (shift << SubBits) + (int)(value >> shift);
    }

    internal static double MiddleOf(int bucket)
    {
        if (bucket < Exact) return bucket;
        var shift = (bucket >> SubBits) - 1;
        var least = (long)(bucket - (shift << SubBits)) << shift;
        return least + (((1L << shift) - 1) / 2.0);
    }

    private void Add(int bucket, long count)
    {
        if (bucket >= _counts.Length) Array.Resize(ref _counts, Math.Max(bucket + 1, _counts.Length * 2));
        _counts[bucket] += count;
        Count += count;
    }

    /// <summary>Only buckets that hold something: <c>[gap, count, gap, count, ...]</c>, a gap being the distance to the bucket before.</summary>
    private sealed class Json : JsonConverter<LatencyHistogram>
    {
        public override LatencyHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var histogram = new LatencyHistogram();
            var bucket = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                bucket += reader.GetInt32();
                reader.Read();
                histogram.Add(bucket, reader.GetInt64());
            }

            return histogram;
        }

        public override void Write(Utf8JsonWriter writer, LatencyHistogram value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            var last = 0;
            for (var i = 0; i < value._counts.Length; i++)
            {
                if (value._counts[i] == 0) continue;
                writer.WriteNumberValue(i - last);
                writer.WriteNumberValue(value._counts[i]);
                last = i;
            }

            writer.WriteEndArray();
        }
    }
}
