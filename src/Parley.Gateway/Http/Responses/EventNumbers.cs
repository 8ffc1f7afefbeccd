using System.Buffers.Text;

namespace Parley.Gateway.Http.Responses;

/// <summary>The numbers of a response's events. Vendors need not count from 0, nor without gaps.</summary>
internal static class EventNumbers
{
    /// <summary>What an event calls itself (<c>sequence_number</c>); null when it does not say.</summary>
    public static long? Of(ReadOnlyMemory<byte> frame)
    {
        var data = frame.Span.IndexOf("data:"u8);
        if (data < 0) return null;
        var number = ResponseObject.Member(frame[(data + 5)..], "sequence_number"u8).Span;
        return Utf8Parser.TryParse(number, out long value, out var length) && length == number.Length ? value : null;
    }
}
