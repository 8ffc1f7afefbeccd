using System.Text.Json;
using System.Text.Unicode;
using Parley.Fuzz.Engine;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Fuzz.Oracles;

/// <summary>Whether written bytes are what they claim to be.</summary>
internal static class Written
{
    private static readonly JsonReaderOptions s_deep = new() { MaxDepth = 1000 };

    public static void Json(ReadOnlySpan<byte> bytes, string what)
    {
        if (!Utf8.IsValid(bytes)) throw new BrokenLawException($"{what} is not UTF-8");
        try
        {
            var reader = new Utf8JsonReader(bytes, s_deep);
            while (reader.Read())
            {
            }

            if (bytes.Trim(" \r\n\t"u8).IsEmpty) throw new BrokenLawException($"{what} is empty");
        }
        catch (JsonException problem)
        {
            throw new BrokenLawException($"{what} is not JSON: {problem.Message}");
        }
    }

    /// <summary>Every frame's data must be JSON, or the terminator.</summary>
    public static void Frames(ReadOnlyMemory<byte> stream, string what)
    {
        using var source = new Cuts(stream, 0);
        using var frames = new SseReader(source, SseReader.DefaultMaxFrameBytes);
        do
        {
            while (frames.TryTake())
                if (frames.HasData && !frames.Data.Span.SequenceEqual("[DONE]"u8)) Json(frames.Data.Span, $"a frame of {what}");
        }
        while (frames.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        if (frames.TryTakeUnterminated()) throw new BrokenLawException($"the last frame of {what} is open");
    }
}
