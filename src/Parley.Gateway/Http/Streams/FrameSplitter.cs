namespace Parley.Gateway.Http.Streams;

/// <summary>Cuts what was written for a client into frames: server-sent events with their empty lines.</summary>
internal static class FrameSplitter
{
    /// <summary>Takes the next frame from the front of <paramref name="bytes"/>; false when there is none. Comments are no frames, and line ends
    /// that stand before a frame are not part of it: its number must not arrive without it.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> frame)
    {
        while (true)
        {
            var start = bytes.Span.IndexOfAnyExcept((byte)'\n', (byte)'\r');
            frame = default;
            if (start < 0) return false;
            var length = LengthOf(bytes.Span[start..]);
            frame = bytes.Slice(start, length);
            bytes = bytes[(start + length)..];
            if (frame.Span[0] != (byte)':' || HasField(frame.Span)) return true;
        }
    }

    /// <summary>The frame without the number that its vendor gave it: in a numbered stream it would stand behind ours, and win.</summary>
    public static ReadOnlyMemory<byte> WithoutId(ReadOnlyMemory<byte> frame)
    {
        for (var at = 0; at < frame.Length;)
        {
            var line = frame.Span[at..];
            var end = line.IndexOfAny((byte)'\n', (byte)'\r');
            var next = end < 0 ? frame.Length : AfterLineEnd(frame.Span, at + end);
            if (line.StartsWith("id"u8) && (line.Length == 2 || line[2] is (byte)':' or (byte)'\n' or (byte)'\r'))
                return WithoutId((byte[])[.. frame.Span[..at], .. frame.Span[next..]]);
            at = next;
        }

        return frame;
    }

    /// <summary>Up to and with the empty line; the rest when there is none.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) return bytes.Length;
            at = AfterLineEnd(bytes, at + end);
            if (at < bytes.Length && bytes[at] is (byte)'\n' or (byte)'\r') return AfterLineEnd(bytes, at);
        }

        return bytes.Length;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> bytes, int at) =>
        bytes[at] == (byte)'\r' && at + 1 < bytes.Length && bytes[at + 1] == (byte)'\n' ? at + 2 : at + 1;

    /// <summary>Some line behind the first, which is a comment, is none.</summary>
    private static bool HasField(ReadOnlySpan<byte> frame)
    {
        for (var at = frame.IndexOfAny((byte)'\n', (byte)'\r'); at >= 0 && at < frame.Length;)
        {
            var rest = frame[at..];
            var next = rest.IndexOfAnyExcept((byte)'\n', (byte)'\r');
            if (next < 0) return false;
            if (rest[next] != (byte)':') return true;
            var end = rest[next..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0) return false;
            at += next + end;
        }

        return false;
    }
}
