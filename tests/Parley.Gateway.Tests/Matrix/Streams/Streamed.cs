using System.Text;
using System.Text.Json.Nodes;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Streams;

/// <summary>Turns a vendor's whole answer into the stream that the vendor would have sent instead.</summary>
internal static class Streamed
{
    private const int Size = 7;

    public static string Of(WireFormat kind, string whole)
    {
        var answer = JsonNode.Parse(whole)!.AsObject();
        return kind switch
        {
            WireFormat.Chat => ChatStream.Of(answer),
            WireFormat.Messages => MessagesStream.Of(answer),
            WireFormat.Responses => ResponsesStream.Of(answer),
            _ => GeminiStream.Of(answer),
        };
    }

    /// <summary>A text in pieces, none of which ends inside a character.</summary>
    public static IEnumerable<string> Pieces(string? text)
    {
        var piece = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            piece.Append(rune);
            if (piece.Length < Size) continue;
            yield return piece.ToString();
            piece.Clear();
        }

        if (piece.Length > 0) yield return piece.ToString();
    }

    public static string Frame(JsonNode data, bool named = false) =>
        (named ? $"event: {data["type"]}\n" : "") + $"data: {data.ToJsonString()}\n\n";
}
