using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>What a body or a frame says beside the pictures, sound or words in it, which are stepped over.</summary>
internal readonly record struct MediaFrame
{
    private static readonly byte[][] LastTypes =
    [
        "image_generation.completed"u8.ToArray(), "image_edit.completed"u8.ToArray(), "speech.audio.done"u8.ToArray(), "transcript.text.done"u8.ToArray(),
    ];

    /// <summary>It tells of an error.</summary>
    public bool HasError { get; private init; }

    /// <summary>It is an event that ends an answer, or one picture of several.</summary>
    public bool IsLast { get; private init; }

    /// <summary>Pictures in <c>data</c>.</summary>
    public int Pictures { get; private init; }

    /// <summary>Length of the recording, where the body says it outside of its usage.</summary>
    public long? Milliseconds { get; private init; }

    /// <summary>Usage; null when there is none.</summary>
    public Usage? Usage { get; private init; }

    /// <summary>The raw usage object.</summary>
    public ReadOnlyMemory<byte> UsageJson { get; private init; }

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static MediaFrame Read(ReadOnlyMemory<byte> data, LlmOperation operation)
    {
        var frame = default(MediaFrame);
        var json = new Utf8JsonReader(data.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("type"u8)) frame = frame.WithType(ref json);
            else if (json.ValueTextEquals("error"u8)) frame = frame with { HasError = Wire.HasValue(ref json) || frame.HasError };
            else if (json.ValueTextEquals("usage"u8)) frame = frame.WithUsage(ref json, data, operation);
            else if (json.ValueTextEquals("data"u8)) frame = frame with { Pictures = CountObjects(ref json) };
            else if (operation == LlmOperation.Transcribe && json.ValueTextEquals("duration"u8)) frame = frame with { Milliseconds = MediaUsage.Milliseconds(ref json) };
            else json.Skip();
        }

        json.Read(); // throws when anything follows the object
        return frame;
    }

    private MediaFrame WithType(ref Utf8JsonReader json)
    {
        if (!Wire.Enter(ref json, JsonTokenType.String)) return this;
        if (json.ValueTextEquals("error"u8)) return this with { HasError = true };
        foreach (var type in LastTypes)
            if (json.ValueTextEquals(type)) return this with { IsLast = true };
        return this;
    }

    private MediaFrame WithUsage(ref Utf8JsonReader json, ReadOnlyMemory<byte> data, LlmOperation operation)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        return MediaUsage.Read(ref json, operation) is { } usage ? this with { Usage = usage, UsageJson = data[start..(int)json.BytesConsumed] } : this;
    }

    private static int CountObjects(ref Utf8JsonReader json)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartArray)) return 0;
        var count = 0;
        while (Wire.NextObject(ref json))
        {
            count++;
            json.Skip();
        }

        return count;
    }
}
