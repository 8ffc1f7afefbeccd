using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Chat;

/// <summary>Writes small JSON for the wire, thousands of times a second: the writer and its buffer (which asks for 4 KiB) are each thread's own and are used again; only the result is new.</summary>
internal static class JsonBytes
{
    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Tools? _free;

    /// <summary>What <paramref name="write"/> makes of <paramref name="state"/>, between two texts that are no JSON.</summary>
    public static byte[] Write<T>(ReadOnlySpan<byte> before, T state, Action<Utf8JsonWriter, T> write, ReadOnlySpan<byte> after)
    {
        // Taken, so that one who writes JSON within JSON gets tools of its own.
        var tools = _free ?? new Tools();
        _free = null;
        tools.Bytes.ResetWrittenCount();
        tools.Bytes.Write(before);
        tools.Json.Reset();
        write(tools.Json, state);
        tools.Json.Flush();
        tools.Bytes.Write(after);
        var written = tools.Bytes.WrittenSpan.ToArray();
        if (tools.Bytes.Capacity <= LargestKept) _free = tools;
        return written;
    }

    private sealed class Tools
    {
        public Tools() => Json = new Utf8JsonWriter(Bytes, Plain);

        public ArrayBufferWriter<byte> Bytes { get; } = new(4096 + 256);

        public Utf8JsonWriter Json { get; }
    }
}
