using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI's annotations: of all citations only web sources have a form here.</summary>
internal static class Citations
{
    /// <summary>Writes one <c>url_citation</c>. The range is the vendor's, or 0 to 0 where it gave none.</summary>
    public static void Write(Citation citation, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":"u8);
        output.Number(citation.StartIndex ?? 0);
        output.Raw(",\"end_index\":"u8);
        output.Number(citation.EndIndex ?? 0);
        output.Raw(",\"title\":"u8);
        output.String(citation.Title ?? "");
        output.Raw(",\"url\":"u8);
        output.String(citation.Url ?? "");
        output.Raw("}}"u8);
    }
}
