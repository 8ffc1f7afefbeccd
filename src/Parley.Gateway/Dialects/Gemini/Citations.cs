using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Sources of an answer. Where in the answer they are cited is left out: the vendor counts bytes of a text that a stream has let
/// go by then, and other formats count characters.
/// </summary>
internal static class Citations
{
    /// <summary>Reads <c>groundingMetadata</c>: what a search or another retrieval of the vendor found.</summary>
    public static void ReadGrounding(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("groundingChunks"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json)) ReadFound(ref json, frame, chunk);
            }
        }
    }

    /// <summary>Reads <c>citationMetadata</c>: what the model recites. Its list has two names, by the vendor's door.</summary>
    public static void ReadMetadata(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("citationSources"u8) && !json.ValueTextEquals("citations"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json)) ReadSource(ref json, frame, chunk);
            }
        }
    }

    private static void ReadFound(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        while (Wire.NextMember(ref json))
        {
            if (!json.ValueTextEquals("web"u8) && !json.ValueTextEquals("retrievedContext"u8) && !json.ValueTextEquals("maps"u8)) json.Skip();
            else if (Wire.Enter(ref json, JsonTokenType.StartObject)) ReadSource(ref json, frame, chunk);
        }
    }

    private static void ReadSource(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        JsonText uri = default, title = default;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("uri"u8)) uri = Wire.Text(ref json, frame);
            else if (json.ValueTextEquals("title"u8)) title = Wire.Text(ref json, frame);
            else json.Skip();
        }

        chunk.Bound();
        if (!uri.IsEmpty) chunk.Citations.Add(new Citation(uri.ToString(), title.IsEmpty ? null : title.ToString(), null, null, null, null));
    }
}
