using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Log probabilities of tokens: lists of objects that chat and Responses spell alike, so that they cross as they are.</summary>
internal static class Logprobs
{
    private const string Top = "top_logprobs";
    private const int MostTop = 20;

    /// <summary>How many of the likeliest tokens a request wants to be told.</summary>
    public static long? ReadTop(JsonFields request)
    {
        var top = request.Integer(Top);
        return top is null or (>= 0 and <= MostTop) ? top : throw request.Bad(Top, "must be from 0 to 20");
    }

    /// <summary>Names a wish that the vendor cannot fulfil.</summary>
    public static void NameLogprobs(this DroppedNames dropped, Prompt prompt)
    {
        if (prompt.Logprobs is not { } wish) return;
        dropped.Add(nameof(Prompt.Logprobs), "logprobs");
        if (wish.Top > 0) dropped.Add(Top);
    }

    /// <summary>The list that follows; empty when there is nothing in it.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader json, ReadOnlyMemory<byte> frame)
    {
        var list = Wire.Take(ref json, frame, JsonTokenType.StartArray);
        return list.Length < 3 || list.Span[1..^1].Trim(" \t\r\n"u8).IsEmpty ? default : list;
    }

    /// <summary>Writes a list without its brackets, on one line.</summary>
    public static void WriteInside(ReadOnlyMemory<byte> list, IBufferWriter<byte> output) => JsonLine.Write(list.Span[1..^1], output);

    /// <summary>Writes a list as a value; an empty one for none.</summary>
    public static void Write(ReadOnlyMemory<byte> list, IBufferWriter<byte> output)
    {
        output.Raw("["u8);
        if (!list.IsEmpty) WriteInside(list, output);
        output.Raw("]"u8);
    }
}
