using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>
/// Reads the few facts that routing needs out of a body in one pass over its tokens, which also proves that the body is
/// well-formed JSON, no deeper than 64 levels. Builds no document.
/// </summary>
internal static class EnvelopeReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>Throws <see cref="GatewayFaultException"/> (400) for malformed JSON, a missing or mistyped
    /// <c>model</c> or <c>stream</c>, and keys that stand twice among those that Parley reads.</summary>
    public static RequestEnvelope Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadMembers(body);
        }
        catch (InvalidOperationException)
        {
            throw GatewayFaultException.Invalid("A key in the request body holds half a surrogate pair, so it is not valid text. Nothing was sent to a model.");
        }
        catch (JsonException problem)
        {
            throw GatewayFaultException.Invalid(
                $"The request body is not valid JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}). Nothing was sent to a model.");
        }
    }

    private static RequestEnvelope ReadMembers(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw GatewayFaultException.Invalid("The request body must be a JSON object.");
        var firstMember = (int)reader.TokenStartIndex + 1;
        string? model = null;
        Range modelValue = default;
        bool? stream = null;
        StreamOptions? options = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("model"u8))
            {
                RefuseTwice(model is not null, "model");
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) throw GatewayFaultException.Invalid("'model' must be a string.", "model");
                model = TextOf(ref reader);
                modelValue = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                RefuseTwice(stream is not null, "stream");
                reader.Read();
                stream = Flag(ref reader, "stream");
            }
            else if (reader.ValueTextEquals("stream_options"u8))
            {
                RefuseTwice(options is not null, "stream_options");
                reader.Read();
                options = ReadStreamOptions(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        while (reader.Read())
        {
            // Utf8JsonReader throws on anything but white space behind the object.
        }

        if (string.IsNullOrEmpty(model)) throw GatewayFaultException.Invalid("'model' is missing: name the model to use; GET /v1/models lists them.", "model");
        return new RequestEnvelope
        {
            Model = model,
            ModelValue = modelValue,
            FirstMember = firstMember,
            Stream = stream ?? false,
            IncludeUsage = options?.IncludeUsage ?? false,
            StreamOptionsValue = options?.Value,
            IncludeUsageValue = options?.IncludeUsageValue,
        };
    }

    private static StreamOptions ReadStreamOptions(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Null) return new StreamOptions(start..(int)reader.BytesConsumed, false, null);
        if (reader.TokenType != JsonTokenType.StartObject) throw GatewayFaultException.Invalid("'stream_options' must be an object.", "stream_options");
        bool? include = null;
        Range? value = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (!isUsage)
            {
                reader.Skip();
                continue;
            }

            RefuseTwice(include is not null, "stream_options.include_usage");
            include = Flag(ref reader, "stream_options.include_usage");
            value = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        }

        return new StreamOptions(start..(int)reader.BytesConsumed, include ?? false, value);
    }

    private static bool Flag(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw GatewayFaultException.Invalid($"'{name}' must be true or false.", name),
    };

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half a surrogate pair: no model has such a name.
            throw GatewayFaultException.Invalid("'model' is not valid UTF-8 text.", "model");
        }
    }

    private static void RefuseTwice(bool seen, string name)
    {
        if (seen) throw GatewayFaultException.Invalid($"'{name}' stands twice in the request body.", name);
    }

    private sealed record StreamOptions(Range Value, bool IncludeUsage, Range? IncludeUsageValue);
}
