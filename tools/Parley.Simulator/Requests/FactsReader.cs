using System.Text.Json;

namespace Parley.Simulator.Requests;

internal static class FactsReader
{
    /// <summary>Reads the top level of a request. Throws <see cref="JsonException"/> for anything that is not a JSON object.</summary>
    public static RequestFacts Read(byte[] body)
    {
        var facts = new RequestFacts { Body = body };
        var json = new Utf8JsonReader(body);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("not an object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) ReadField(ref json, facts);
        if (json.Read()) throw new JsonException("more than one value");
        return facts;
    }

    private static void ReadField(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.ValueTextEquals("model"u8))
        {
            json.Read();
            if (json.TokenType == JsonTokenType.String) facts.Model = json.GetString();
        }
        else if (json.ValueTextEquals("stream"u8))
        {
            json.Read();
            facts.Stream = json.TokenType == JsonTokenType.True;
        }
        else if (json.ValueTextEquals("temperature"u8))
        {
            json.Read();
            if (json.TokenType == JsonTokenType.Number) facts.Temperature = json.GetDouble();
        }
        else if (json.ValueTextEquals("stream_options"u8))
        {
            facts.Fields.Add("stream_options");
            ReadStreamOptions(ref json, facts);
            return;
        }
        else
        {
            var name = json.GetString()!;
            facts.Fields.Add(name);
            facts.HasMaxTokens |= name == "max_tokens";
            json.Read();
        }

        json.Skip();
    }

    private static void ReadStreamOptions(ref Utf8JsonReader json, RequestFacts facts)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (usage, obfuscation) = (json.ValueTextEquals("include_usage"u8), json.ValueTextEquals("include_obfuscation"u8));
            json.Read();
            if (usage) facts.Form = facts.Form with { Usage = json.TokenType == JsonTokenType.True };
            if (obfuscation) facts.Form = facts.Form with { Obfuscation = json.TokenType != JsonTokenType.False };
            json.Skip();
        }
    }
}
