using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>An answer of <c>:batchEmbedContents</c> as OpenAI's list of embeddings.</summary>
internal sealed class EmbeddingsAnswer(EmbeddingsRequest asked, string model)
{
    private readonly UsageMapping _usage = new();

    /// <summary>What the vendor counted; null when it did not say.</summary>
    public Usage? Usage => _usage.IsKnown ? _usage.ToUsage() : null;

    /// <summary>Writes the list; false when the body is none, or has another number of embeddings than there were texts.
    /// <paramref name="estimate"/>: the prompt's tokens, for a vendor who does not say.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> body, Func<long> estimate, IBufferWriter<byte> output)
    {
        try
        {
            if (!Utf8.IsValid(body.Span)) return false;
            output.Raw("{\"object\":\"list\",\"data\":["u8);
            if (ReadBody(body, output) != asked.Texts.Count) return false;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return false;
        }

        var tokens = Usage?.PromptTokens ?? estimate();
        output.Raw("],\"model\":"u8);
        output.String(model);
        output.Raw(",\"usage\":{\"prompt_tokens\":"u8);
        output.Number(tokens);
        output.Raw(",\"total_tokens\":"u8);
        output.Number(tokens);
        output.Raw("}}"u8);
        return true;
    }

    private int ReadBody(ReadOnlyMemory<byte> body, IBufferWriter<byte> output)
    {
        var count = 0;
        var json = Wire.Open(body);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("embeddings"u8) && Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                while (Wire.NextObject(ref json)) WriteOne(ref json, count++, output);
            }
            else if (json.ValueTextEquals("usageMetadata"u8) && Wire.Enter(ref json, JsonTokenType.StartObject))
            {
                _usage.Read(Wire.Take(ref json, body));
            }
            else
            {
                json.Skip();
            }
        }

        json.Read(); // throws when anything follows the object
        return count;
    }

    private void WriteOne(ref Utf8JsonReader json, int index, IBufferWriter<byte> output)
    {
        output.Raw(index == 0 ? "{\"object\":\"embedding\",\"index\":"u8 : ",{\"object\":\"embedding\",\"index\":"u8);
        output.Number(index);
        output.Raw(",\"embedding\":"u8);
        var any = false;
        while (Wire.NextMember(ref json))
        {
            if (any || !json.ValueTextEquals("values"u8) || !Wire.Enter(ref json, JsonTokenType.StartArray))
            {
                json.Skip();
                continue;
            }

            any = true;
            if (asked.AsBase64) WriteFloats(ref json, output);
            else WriteNumbers(ref json, output);
        }

        if (!any) throw new JsonException("An embedding without values.");
        output.Raw("}"u8);
    }

    /// <summary>The numbers as the vendor spelled them.</summary>
    private static void WriteNumbers(ref Utf8JsonReader json, IBufferWriter<byte> output)
    {
        output.Raw("["u8);
        for (var isFirst = true; NextNumber(ref json); isFirst = false)
        {
            if (!isFirst) output.Raw(","u8);
            output.Raw(json.ValueSpan);
        }

        output.Raw("]"u8);
    }

    /// <summary>Little-endian floats of 32 bits, in base64.</summary>
    private static void WriteFloats(ref Utf8JsonReader json, IBufferWriter<byte> output)
    {
        using var floats = new PooledBytes(16 * 1024);
        while (NextNumber(ref json))
        {
            if (!json.TryGetSingle(out var number)) throw new JsonException("Not a float.");
            BinaryPrimitives.WriteSingleLittleEndian(floats.GetSpan(sizeof(float)), number);
            floats.Advance(sizeof(float));
        }

        output.Raw("\""u8);
        Base64.EncodeToUtf8(floats.Written.Span, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(floats.Count)), out _, out var written);
        output.Advance(written);
        output.Raw("\""u8);
    }

    private static bool NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray) return false;
        return json.TokenType == JsonTokenType.Number ? true : throw new JsonException("Not a number.");
    }
}
