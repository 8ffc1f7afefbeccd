using System.Globalization;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>What a request about pictures or sound says of its own size.</summary>
internal static class MediaFields
{
    /// <summary>OpenAI makes ten at most.</summary>
    private const int MostPictures = 128;

    /// <summary>Pictures that are asked for: <c>n</c>, or one; one answer for all other operations.</summary>
    public static int PicturesOf(LlmRequest request)
    {
        if (request.Operation is not (LlmOperation.GenerateImage or LlmOperation.EditImage)) return 1;
        var text = request.Upload is { } form ? form.Field("n") : Member(request.Body, "n"u8).Text.ToString();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, MostPictures) : 1;
    }

    /// <summary>Unicode scalar values of <c>input</c>, by which OpenAI sells speech.</summary>
    public static long CharactersOf(LlmRequest request)
    {
        var count = 0L;
        var (input, kind) = Member(request.Body, "input"u8);
        if (kind != JsonTokenType.String) return 0;
        foreach (var _ in input.ToString().EnumerateRunes()) count++;
        return count;
    }

    /// <summary>Whether speech is asked for as events.</summary>
    public static bool AsksForEvents(ReadOnlyMemory<byte> body) => Member(body, "stream_format"u8).Text.Escaped.Span.SequenceEqual("sse"u8);

    /// <summary>A string or a number of the root; empty when there is none. The body was found to be well-formed before.</summary>
    private static (JsonText Text, JsonTokenType Kind) Member(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> name)
    {
        try
        {
            var json = new Utf8JsonReader(body.Span);
            json.Read();
            while (Wire.NextMember(ref json))
            {
                var isIt = json.ValueTextEquals(name);
                json.Read();
                if (isIt && json.TokenType == JsonTokenType.String) return (JsonText.Slice(ref json, body), json.TokenType);
                if (isIt && json.TokenType == JsonTokenType.Number) return (JsonText.FromEscaped(body.Slice((int)json.TokenStartIndex, json.ValueSpan.Length)), json.TokenType);
                json.Skip();
            }
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            // Half a surrogate pair in a key: what stands behind it is not looked at.
        }

        return default;
    }
}
