using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>
/// OpenAI's usage objects of pictures, speech and transcripts. Their totals include their details (<c>input_tokens_details</c> for
/// pictures, <c>input_token_details</c> for sound), Parley's buckets are disjoint. Models that are sold by time say <c>seconds</c>.
/// </summary>
internal static class MediaUsage
{
    private const double Most = 1e15; // beyond this it is no count, and sums must not overflow

    /// <summary>Reads the object on which <paramref name="json"/> stands and leaves it on the object's end; null when it is no usage.</summary>
    public static Usage? Read(ref Utf8JsonReader json, LlmOperation operation)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var raw = default(Counts);
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("input_tokens"u8) || json.ValueTextEquals("prompt_tokens"u8)) raw.Input = Count(ref json);
            else if (json.ValueTextEquals("output_tokens"u8) || json.ValueTextEquals("completion_tokens"u8)) raw.Output = Count(ref json);
            else if (json.ValueTextEquals("total_tokens"u8)) raw.Total = Count(ref json);
            else if (json.ValueTextEquals("seconds"u8)) raw.Milliseconds = Milliseconds(ref json);
            else if (json.ValueTextEquals("input_tokens_details"u8) || json.ValueTextEquals("input_token_details"u8)) raw.InputDetails = Details(ref json);
            else if (json.ValueTextEquals("output_tokens_details"u8) || json.ValueTextEquals("output_token_details"u8)) raw.OutputDetails = Details(ref json);
            else json.Skip();
        }

        return raw.Input is null && raw.Output is null && raw.Total is null && raw.Milliseconds is null ? null : raw.Disjoint(operation);
    }

    /// <summary>The seconds that follow, also as a string; null when they are anything else.</summary>
    public static long? Milliseconds(ref Utf8JsonReader json) => Number(ref json) is { } seconds ? (long)Math.Round(seconds * 1000) : null;

    private static long? Count(ref Utf8JsonReader json) => Number(ref json) is { } count ? (long)count : null;

    private static double? Number(ref Utf8JsonReader json)
    {
        json.Read();
        var text = json.TokenType is JsonTokenType.Number or JsonTokenType.String ? json.ValueSpan : default;
        json.Skip();
        return System.Buffers.Text.Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length && double.IsFinite(value) ? Math.Clamp(value, 0, Most) : null;
    }

    private static Split? Details(ref Utf8JsonReader json)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return null;
        var split = default(Split);
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("image_tokens"u8)) split.Image = Count(ref json) ?? 0;
            else if (json.ValueTextEquals("audio_tokens"u8)) split.Audio = Count(ref json) ?? 0;
            else if (json.ValueTextEquals("cached_tokens"u8)) split.Cached = Count(ref json) ?? 0;
            else json.Skip();
        }

        return split;
    }

    private struct Split
    {
        public long Image, Audio, Cached;
    }

    private struct Counts
    {
        public long? Input, Output, Total, Milliseconds;
        public Split? InputDetails, OutputDetails;

        public readonly Usage Disjoint(LlmOperation operation)
        {
            var input = Input ?? Math.Max(0, (Total ?? 0) - (Output ?? 0));
            var output = Output ?? Math.Max(0, (Total ?? 0) - input);
            // Where the details are left out, what is generated is what was asked for.
            var made = OutputDetails ?? new Split
            {
                Image = operation is LlmOperation.GenerateImage or LlmOperation.EditImage ? output : 0,
                Audio = operation == LlmOperation.Speak ? output : 0,
            };
            var taken = InputDetails ?? default;
            var cached = UsageTotals.Take(ref input, taken.Cached);
            var inputImage = UsageTotals.Take(ref input, taken.Image);
            var inputAudio = UsageTotals.Take(ref input, taken.Audio);
            var outputImage = UsageTotals.Take(ref output, made.Image);
            var outputAudio = UsageTotals.Take(ref output, made.Audio);
            return new Usage(
                Input: input, CacheRead: cached, Output: output, InputAudio: inputAudio, OutputAudio: outputAudio,
                InputImage: inputImage, OutputImage: outputImage, AudioMilliseconds: Milliseconds ?? 0);
        }
    }
}
