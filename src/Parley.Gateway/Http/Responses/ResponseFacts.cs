using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http.Responses;

/// <summary>What the gateway itself does for a request of the Responses format, and where it stands in the body.</summary>
internal readonly record struct ResponseFacts
{
    /// <summary>The answer can be asked for again; so unless the caller says no.</summary>
    public bool IsStored { get; private init; }

    /// <summary>The caller does not wait for the answer.</summary>
    public bool IsBackground { get; private init; }

    /// <summary>The response that this one goes on from, or null.</summary>
    public string? PreviousId { get; private init; }

    /// <summary>Where the value of <c>input</c> stands; empty when there is none.</summary>
    public Range Input { get; private init; }

    /// <summary>Members that another body must not have, each with the comma behind or before it, in order.</summary>
    private List<(string Name, Range Value)> Members { get; init; }

    /// <summary>Reads a body whose JSON is known to be well-formed. Throws <see cref="GatewayFaultException"/> (400) for members of a wrong type, or that stand twice.</summary>
    public static ResponseFacts Read(ReadOnlySpan<byte> body)
    {
        var facts = new ResponseFacts { IsStored = true, Members = [] };
        var json = new Utf8JsonReader(body);
        json.Read();
        try
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = NameOf(ref json);
                json.Read();
                var start = (int)json.TokenStartIndex;
                if (name is not null && facts.Members.Exists(m => m.Name == name)) throw GatewayFaultException.Invalid($"'{name}' stands twice in the request body.", name);
                facts = name switch
                {
                    "store" => facts with { IsStored = Flag(ref json, name) ?? true },
                    "background" => facts with { IsBackground = Flag(ref json, name) ?? false },
                    "previous_response_id" => facts with { PreviousId = Text(ref json, name) },
                    _ => facts,
                };
                json.Skip();
                if (name is null) continue;
                facts.Members.Add((name, start..(int)json.BytesConsumed));
                if (name == "input") facts = facts with { Input = start..(int)json.BytesConsumed };
            }
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            throw GatewayFaultException.Invalid("A key or a name in the request body is not valid text. Nothing was sent to a model.");
        }

        return facts;
    }

    /// <summary>The body with other values for some of its members; null for <c>null</c>. Members that are not there are added.</summary>
    public byte[] Rewrite(ReadOnlySpan<byte> body, params ReadOnlySpan<(string Name, byte[]? Value)> changes)
    {
        using var output = new PooledBytes(body.Length + 64);
        var at = body.IndexOf((byte)'{') + 1;
        output.Raw("{"u8);
        foreach (var (name, value) in changes)
        {
            if (Members.Exists(m => m.Name == name)) continue;
            output.String(name);
            output.Raw(":"u8);
            output.Raw(value ?? "null"u8);
            output.Raw(","u8);
        }

        foreach (var (name, where) in Members)
        {
            var (offset, length) = where.GetOffsetAndLength(body.Length);
            foreach (var (changed, value) in changes)
            {
                if (changed != name) continue;
                output.Raw(body[at..offset]);
                output.Raw(value ?? "null"u8);
                at = offset + length;
            }
        }

        output.Raw(body[at..]);
        return output.Written.ToArray();
    }

    private static string? NameOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("input"u8) ? "input"
        : json.ValueTextEquals("store"u8) ? "store"
        : json.ValueTextEquals("background"u8) ? "background"
        : json.ValueTextEquals("previous_response_id"u8) ? "previous_response_id"
        : json.ValueTextEquals("stream"u8) ? "stream"
        : null;

    private static bool? Flag(ref Utf8JsonReader json, string name) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw GatewayFaultException.Invalid($"'{name}' must be true or false.", name),
    };

    private static string? Text(ref Utf8JsonReader json, string name) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString() is { Length: > 0 } text ? text : null,
        JsonTokenType.Null => null,
        _ => throw GatewayFaultException.Invalid($"'{name}' must be a string.", name),
    };
}
