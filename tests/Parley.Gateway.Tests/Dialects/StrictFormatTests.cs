using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>Anthropic holds answers to every schema, OpenAI only where it is told to, and only to schemas of a stricter form: closed
/// objects whose properties are all required, and the keywords that its documentation of structured outputs lists.</summary>
public sealed class StrictFormatTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","format":"email"},"b":{"type":["object","null"],"properties":{"c":{"type":"integer","minimum":0}},"required":["c"],"additionalProperties":false}},"required":["b","a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/d"}},"required":["a"],"additionalProperties":false,"$defs":{"d":{"type":"array","items":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/d"}]}}}}""")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""")]
    public void A_schema_that_OpenAI_takes_is_strict(string schema)
    {
        foreach (var upstream in Upstreams)
        {
            var (format, dropped) = Write(new AnthropicDialect(), Messages(schema), upstream);
            Assert.True(format.GetProperty("strict").GetBoolean());
            Assert.Equal(schema, format.GetProperty("schema").GetRawText());
            Assert.Empty(dropped);
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object","additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"object","properties":{},"additionalProperties":true}]}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","default":"x"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","format":"uri"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"type":"string"}]}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"const":"x"}},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":true},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/d","description":"x"}},"required":["a"],"additionalProperties":false,"$defs":{"d":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false,"anyOf":[{"type":"object","properties":{},"additionalProperties":false}]}""")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""")]
    public void A_schema_that_OpenAI_refuses_is_a_wish_and_that_is_named(string schema)
    {
        foreach (var upstream in Upstreams)
        {
            var (format, dropped) = Write(new AnthropicDialect(), Messages(schema), upstream);
            Assert.False(format.TryGetProperty("strict", out _));
            Assert.Equal(schema, format.GetProperty("schema").GetRawText());
            Assert.Equal(["output_config.format.strict"], dropped);
        }
    }

    [Fact]
    public void The_older_spelling_is_named_as_it_is() => Assert.Equal(["output_format.strict"],
        Write(new AnthropicDialect(), """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"output_format":{"type":"json_schema","schema":{"type":"object"}}}""", Upstreams[0]).Dropped);

    [Theory]
    [InlineData("", null)]
    [InlineData(",\"strict\":false", false)]
    [InlineData(",\"strict\":true", true)]
    public void What_a_caller_chose_goes_as_it_is(string chosen, bool? strict)
    {
        var request = """{"model":"m","messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}@}}}""".Replace("@", chosen, StringComparison.Ordinal);
        foreach (var upstream in Upstreams)
        {
            var (format, dropped) = Write(new OpenAiChatDialect(), request, upstream);
            Assert.Equal(strict, format.TryGetProperty("strict", out var written) ? written.GetBoolean() : null);
            Assert.Empty(dropped);
        }
    }

    private static readonly IUpstreamDialect[] Upstreams = [new OpenAiChatDialect(), new OpenAiResponsesDialect()];

    private static string Messages(string schema) =>
        """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"output_config":{"format":{"type":"json_schema","schema":@}}}""".Replace("@", schema, StringComparison.Ordinal);

    private static (JsonElement Format, IReadOnlyCollection<string> Dropped) Write(IDialect client, string request, IUpstreamDialect upstream)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = upstream.WriteRequest(client.ReadRequest(JsonElement.Parse(request)), Requests.Target("m"), stream: false, output);
        var body = JsonElement.Parse(output.WrittenSpan);
        return (body.TryGetProperty("text", out var text) ? text.GetProperty("format") : body.GetProperty("response_format").GetProperty("json_schema"), dropped);
    }
}
