using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Says at the end of a stream that another provider went on with it: a member of Parley's own, which SDKs pass over.</summary>
internal static class ContinuedMark
{
    /// <summary>Writes the member with the comma before it; nothing for an answer of one provider.</summary>
    public static void Write(JsonText provider, IBufferWriter<byte> output)
    {
        if (provider.IsEmpty) return;
        output.Raw(",\"x_parley\":{\"continued_by\":"u8);
        output.String(provider);
        output.Raw("}"u8);
    }
}
