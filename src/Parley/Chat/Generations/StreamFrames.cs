using System.Text;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Shared;

namespace Parley.Chat.Generations;

/// <summary>The events of an answer's stream, each with its empty line; their numbers are written by whoever sends them.</summary>
internal static class StreamFrames
{
    /// <summary>First, once. <paramref name="offset"/>: where in the message's text the deltas begin; more than 0 only where an answer is gone on with.</summary>
    public static ReadOnlyMemory<byte> Started(Guid streamId, Guid conversationId, Guid messageId, int offset) => Write("event: started\ndata: "u8, (streamId, conversationId, messageId, offset), static (json, ids) =>
    {
        json.WriteString("streamId"u8, ids.streamId);
        json.WriteString("conversationId"u8, ids.conversationId);
        json.WriteString("messageId"u8, ids.messageId);
        json.WriteNumber("offset"u8, ids.offset);
    });

    public static ReadOnlyMemory<byte> Delta(string text) => Write("event: delta\ndata: "u8, text, static (json, text) => json.WriteString("text"u8, text));

    public static ReadOnlyMemory<byte> Reasoning(string text) => Write("event: reasoning\ndata: "u8, text, static (json, text) => json.WriteString("text"u8, text));

    public static ReadOnlyMemory<byte> Tool(ToolUse tool) => Write("event: tool\ndata: "u8, tool, static (json, tool) =>
    {
        json.WriteString("id"u8, tool.Id);
        json.WriteString("name"u8, tool.Name);
        json.WriteString("arguments"u8, tool.Arguments);
    });

    public static ReadOnlyMemory<byte> Usage(Usage usage) => Write("event: usage\ndata: "u8, usage, static (json, usage) =>
    {
        json.WriteNumber("inputTokens"u8, usage.PromptTokens);
        json.WriteNumber("cachedTokens"u8, usage.CacheRead);
        json.WriteNumber("outputTokens"u8, usage.CompletionTokens);
        json.WriteNumber("reasoningTokens"u8, usage.Reasoning);
    });

    /// <summary>Last of an answer that is whole, or was stopped.</summary>
    public static ReadOnlyMemory<byte> Done(Guid messageId, string finishReason) => Write("event: done\ndata: "u8, (messageId, finishReason), static (json, end) =>
    {
        json.WriteString("messageId"u8, end.messageId);
        json.WriteString("finishReason"u8, end.finishReason);
    });

    /// <summary>Last of an answer that failed.</summary>
    public static ReadOnlyMemory<byte> Error(Guid messageId, int status, string detail) => Write("event: error\ndata: "u8, (messageId, status, detail), static (json, end) =>
    {
        json.WriteString("messageId"u8, end.messageId);
        json.WritePropertyName("problem"u8);
        JsonSerializer.Serialize(json, Problems.Details(end.status, end.detail), StrictJson.Options);
    });

    /// <summary>What of the message's text the deltas of these frames hold: where it begins, and the text.</summary>
    public static (int Offset, string Text, string Reasoning) Read(IEnumerable<ReadOnlyMemory<byte>> frames)
    {
        var offset = 0;
        StringBuilder text = new(), reasoning = new();
        foreach (var frame in frames)
        {
            var lines = Encoding.UTF8.GetString(frame.Span).Split('\n');
            if (lines is not [var name, var data, ..] || !data.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var json = JsonElement.Parse(data["data: ".Length..]);
            if (name == "event: started") offset = json.GetProperty("offset"u8).GetInt32();
            else if (name == "event: delta") text.Append(json.GetProperty("text"u8).GetString());
            else if (name == "event: reasoning") reasoning.Append(json.GetProperty("text"u8).GetString());
        }

        return (offset, text.ToString(), reasoning.ToString());
    }

    private static byte[] Write<T>(ReadOnlySpan<byte> head, T state, Action<Utf8JsonWriter, T> members) =>
        JsonBytes.Write(head, (state, members), static (json, item) =>
        {
            json.WriteStartObject();
            item.members(json, item.state);
            json.WriteEndObject();
        }, "\n\n"u8);
}
