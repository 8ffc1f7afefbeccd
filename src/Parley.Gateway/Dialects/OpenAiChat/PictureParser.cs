using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads <c>images</c> of a delta or a message. OpenAI has no such member; this is the form of OpenRouter, Vercel and LiteLLM.</summary>
internal static class PictureParser
{
    /// <summary>Reads the array that follows into <paramref name="chunk"/>.</summary>
    public static void Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return;
        while (Wire.NextObject(ref json))
        {
            JsonText url = default;
            while (Wire.NextMember(ref json))
            {
                if (json.ValueTextEquals("image_url"u8)) url = ReadUrl(ref json, frame);
                else json.Skip();
            }

            chunk.Bound();
            if (Picture.OfUrl(url) is { IsEmpty: false } picture) chunk.Pictures.Add(picture);
            else if (Picture.IsElsewhere(url)) chunk.Links.Add(url);
        }
    }

    private static JsonText ReadUrl(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame)
    {
        JsonText url = default;
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return url;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("url"u8)) url = Wire.Text(ref json, frame);
            else json.Skip();
        }

        return url;
    }
}
