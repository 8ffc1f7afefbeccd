using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Frames;

/// <summary>Writes SSE events as text and turns them into <see cref="Frame"/>s in the wire dress that was asked for.</summary>
internal sealed class FrameBuilder(Wire wire)
{
    private readonly List<Frame> _frames = [];

    public Frame[] Build() => [.. _frames];

    /// <summary>Adds an event with an optional name. <paramref name="stamped"/>: the text holds <c>@@</c> and 16 digits to be overwritten.</summary>
    public void Event(string? name, string json, bool content = false, bool stamped = false)
    {
        var colon = wire.NoSpace ? ":" : ": ";
        var end = wire.Crlf ? "\r\n" : "\n";
        Raw((name is null ? "" : $"event{colon}{name}{end}") + $"data{colon}{json}{end}{end}", content, stamped);
    }

    public void Comment(string text) => Raw(wire.Crlf ? $": {text}\r\n\r\n" : $": {text}\n\n");

    /// <summary>Adds bytes that are no event, for streams that are not made of events.</summary>
    public void Raw(string text, bool content = false, bool stamped = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _frames.Add(new(bytes, content, stamped ? bytes.AsSpan().IndexOf("@@"u8) + 2 : -1));
    }

    /// <summary>A JSON string with its quotes, characters beyond ASCII as they are: vendors do not escape them.</summary>
    public static string Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStringValue(text);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
