using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI's annotations: of all citations only web sources have a form here.</summary>
internal static class Citations
{
    /// <summary>Writes the member <c>annotations</c>.</summary>
    public static void WriteAll(List<Citation> citations, IBufferWriter<byte> output)
    {
        output.Raw("\"annotations\":["u8);
        for (var i = 0; i < citations.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            Write(citations[i], output);
        }

        output.Raw("]"u8);
    }

    /// <summary>The citation with its range in the whole content, of which its block begins at <paramref name="at"/>.</summary>
    public static Citation Moved(Citation citation, int at) =>
        at == 0 ? citation : citation with { StartIndex = citation.StartIndex + at, EndIndex = citation.EndIndex + at };

    /// <summary>Writes one <c>url_citation</c>. The range is the vendor's, or 0 to 0 where it gave none.</summary>
    private static void Write(Citation citation, IBufferWriter<byte> output)
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
