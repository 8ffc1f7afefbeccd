using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// What a response repeats of its request, or the vendor's default where the caller said nothing, or nothing that reached the upstream. Values are the caller's own,
/// without the white space between them: they stand on one line of a stream.
/// </summary>
internal static class ResponseEcho
{
    private static readonly (byte[] Name, byte[] Default)[] s_fields =
    [
        Field("background", "false"), Field("instructions", "null"), Field("max_output_tokens", "null"), Field("max_tool_calls", "null"),
        Field("metadata", "{}"), Field("parallel_tool_calls", "true"), Field("previous_response_id", "null"), Field("prompt_cache_key", "null"),
        Field("reasoning", """{"effort":null,"summary":null}"""), Field("safety_identifier", "null"), Field("store", "true"), Field("temperature", "1.0"),
        Field("text", """{"format":{"type":"text"}}"""), Field("tool_choice", "\"auto\""), Field("tools", "[]"), Field("top_logprobs", "0"),
        Field("top_p", "1.0"), Field("truncation", "\"disabled\""), Field("user", "null"),
    ];

    /// <summary>Writes the members, each with the comma before it. The body may be anything: what cannot be read counts as not said.</summary>
    public static void Write(ReadOnlySpan<byte> request, IReadOnlyCollection<string> dropped, IBufferWriter<byte> output)
    {
        Span<Range> said = stackalloc Range[s_fields.Length];
        if (!Utf8.IsValid(request) || !TryFind(request, said)) said.Clear();
        for (var i = 0; i < s_fields.Length; i++)
        {
            output.Raw(",\""u8);
            output.Raw(s_fields[i].Name);
            output.Raw("\":"u8);
            var value = request[said[i]];
            if (value.IsEmpty || IsDropped(s_fields[i].Name, dropped)) output.Raw(s_fields[i].Default);
            else JsonLine.Write(value, output);
        }
    }

    private static bool IsDropped(byte[] field, IReadOnlyCollection<string> dropped)
    {
        foreach (var name in dropped)
            if (Ascii.Equals(field, name)) return true;
        return false;
    }

    private static bool TryFind(ReadOnlySpan<byte> request, Span<Range> said)
    {
        try
        {
            var reader = new Utf8JsonReader(request);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (Wire.NextMember(ref reader))
            {
                var field = FieldOf(ref reader);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isNull = reader.TokenType == JsonTokenType.Null;
                reader.Skip();
                if (field >= 0 && !isNull) said[field] = start..(int)reader.BytesConsumed;
            }

            return true;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return false;
        }
    }

    private static int FieldOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < s_fields.Length; i++)
            if (reader.ValueTextEquals(s_fields[i].Name)) return i;
        return -1;
    }

    private static (byte[] Name, byte[] Default) Field(string name, string usual) => (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(usual));
}
