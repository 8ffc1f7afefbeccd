using System.Buffers;
using System.Text.Json;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The member <c>cache_control</c>, as the caller wrote it.</summary>
internal static class CacheMark
{
    public static void Write(JsonElement mark, IBufferWriter<byte> output)
    {
        if (mark.ValueKind != JsonValueKind.Object) return;
        output.Raw(",\"cache_control\":"u8);
        output.Element(mark);
    }
}
