using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>
/// Reads the few facts that routing needs out of a body in one pass, which also proves that the body is well-formed JSON,
/// no deeper than 64 levels. Builds no document, and looks at nothing but the members that it reads.
/// </summary>
internal static class EnvelopeReader
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = int.MaxValue };

    /// <summary>Throws <see cref="GatewayFaultException"/> (400) for malformed JSON, a missing or mistyped
    /// <c>model</c> or <c>stream</c>, and keys that stand twice among those that Parley reads.</summary>
    public static RequestEnvelope Read(ReadOnlySpan<byte> body)
    {
        var json = new JsonScanner(body);
        if (!json.TryTake((byte)'{')) throw Malformed(body);
        var members = new Members { FirstMember = json.Position };
        if (!json.TryTake((byte)'}'))
        {
            do
            {
                if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) throw Malformed(body);
                json.Peek();
                if (!members.TryRead(name, ref json, body)) throw Malformed(body);
            }
            while (json.TryTake((byte)','));
            if (!json.TryTake((byte)'}')) throw Malformed(body);
        }

        if (!json.IsAtEnd()) throw Malformed(body);
        return members.ToEnvelope();
    }

    /// <summary>Lets the framework's reader say what is wrong, and where.</summary>
    private static GatewayFaultException Malformed(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Deep);
            if (reader.Read() && reader.TokenType != JsonTokenType.StartObject) return GatewayFaultException.Invalid("The request body must be a JSON object.");
            while (reader.Read()) // throws where the trouble is
            {
                if (reader.CurrentDepth >= JsonScanner.MaxDepth)
                    return GatewayFaultException.Invalid($"The request body is nested deeper than {JsonScanner.MaxDepth} levels. Nothing was sent to a model.");
            }

            return GatewayFaultException.Invalid("The request body is not valid JSON. Nothing was sent to a model.");
        }
        catch (JsonException problem)
        {
            return GatewayFaultException.Invalid(
                $"The request body is not valid JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}). Nothing was sent to a model.");
        }
    }

    private static bool Is(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name)
    {
        if (token.Length == name.Length + 2) return token[1..^1].SequenceEqual(name);
        if (token.Length < name.Length || !token.Contains((byte)'\\')) return false;
        // An escaped key: rare enough to be decoded by the framework.
        try
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            throw GatewayFaultException.Invalid("A key in the request body holds half a surrogate pair, so it is not valid text. Nothing was sent to a model.");
        }
    }

    private static bool? Flag(byte first, string name) => first switch
    {
        (byte)'t' => true,
        (byte)'f' or (byte)'n' => false,
        _ => throw GatewayFaultException.Invalid($"'{name}' must be true or false.", name),
    };

    private static string TextOf(ReadOnlySpan<byte> token)
    {
        try
        {
            var reader = new Utf8JsonReader(token);
            reader.Read();
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

    /// <summary>What was read so far. The scanner stands on a member's value, and behind it afterwards.</summary>
    private ref struct Members
    {
        private string? _model;
        private Range _modelValue;
        private bool? _stream, _includeUsage;
        private Range? _options, _includeUsageValue;
        private int _read;

        public int FirstMember { get; init; }

        /// <summary>Reads a member of the body; false when its value is not valid JSON.</summary>
        public bool TryRead(ReadOnlySpan<byte> name, ref JsonScanner json, ReadOnlySpan<byte> body)
        {
            var start = json.Position;
            var first = json.Peek();
            if (Is(name, "model"u8))
            {
                RefuseTwice(_model is not null, "model");
                if (first != (byte)'"') return json.TrySkipValue(1) ? throw GatewayFaultException.Invalid("'model' must be a string.", "model") : false;
                if (!json.TryTakeString(out var token)) return false;
                _model = TextOf(token);
                _modelValue = start..json.Position;
                return true;
            }

            if (Is(name, "stream"u8))
            {
                RefuseTwice(_stream is not null, "stream");
                if (!json.TrySkipValue(1)) return false;
                _stream = Flag(first, "stream");
                return true;
            }

            if (!Is(name, "stream_options"u8))
            {
                NoteRead(name);
                return json.TrySkipValue(1);
            }

            RefuseTwice(_options is not null, "stream_options");
            if (first == (byte)'{' ? !TryReadOptions(ref json, body) : !json.TrySkipValue(1)) return false;
            if (first is not ((byte)'{' or (byte)'n')) throw GatewayFaultException.Invalid("'stream_options' must be an object.", "stream_options");
            _options = start..json.Position;
            return true;
        }

        /// <summary>What Parley reads later, for limits, routes and estimates, or the vendor its own way: both must see one value.</summary>
        private void NoteRead(ReadOnlySpan<byte> name)
        {
            var bit = name.Length switch
            {
                7 => name.SequenceEqual("\"input\""u8) ? 1 : name.SequenceEqual("\"tools\""u8) ? 2 : 0,
                8 => name.SequenceEqual("\"system\""u8) ? 4 : 0,
                10 => name.SequenceEqual("\"messages\""u8) ? 8 : 0,
                12 => name.SequenceEqual("\"max_tokens\""u8) ? 16 : 0,
                13 => name.SequenceEqual("\"temperature\""u8) ? 32 : 0,
                14 => name.SequenceEqual("\"instructions\""u8) ? 64 : 0,
                19 => name.SequenceEqual("\"max_output_tokens\""u8) ? 128 : 0,
                23 => name.SequenceEqual("\"max_completion_tokens\""u8) ? 256 : 0,
                _ => 0,
            };
            if ((_read & bit) != 0) RefuseTwice(true, TextOf(name));
            _read |= bit;
        }

        public readonly RequestEnvelope ToEnvelope()
        {
            if (string.IsNullOrEmpty(_model)) throw GatewayFaultException.Invalid("'model' is missing: name the model to use; GET /v1/models lists them.", "model");
            return new RequestEnvelope
            {
                Model = _model,
                ModelValue = _modelValue,
                FirstMember = FirstMember,
                Stream = _stream ?? false,
                IncludeUsage = _includeUsage ?? false,
                StreamOptionsValue = _options,
                IncludeUsageValue = _includeUsageValue,
            };
        }

        private bool TryReadOptions(ref JsonScanner json, ReadOnlySpan<byte> body)
        {
            json.TryTake((byte)'{');
            if (json.TryTake((byte)'}')) return true;
            do
            {
                if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) return false;
                var first = json.Peek();
                var start = json.Position;
                if (!json.TrySkipValue(2)) return false;
                if (!Is(name, "include_usage"u8)) continue;
                RefuseTwice(_includeUsage is not null, "stream_options.include_usage");
                _includeUsage = Flag(first, "stream_options.include_usage");
                _includeUsageValue = start..json.Position;
            }
            while (json.TryTake((byte)','));
            return json.TryTake((byte)'}');
        }
    }
}
