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
            var picture = default(Picture);
            while (Wire.NextMember(ref json))
            {
                if (json.ValueTextEquals("image_url"u8)) picture = Picture.OfUrl(ReadUrl(ref json, frame));
                else json.Skip();
            }

            if (picture.IsEmpty) continue;
            chunk.Bound();
            chunk.Pictures.Add(picture);
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
