using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

/// <summary>Schemas that the vendor holds answers to, after its documentation's "JSON Schema limitations" and what its SDKs make of them.</summary>
public sealed class StrictSchemaTests
{
    private static readonly UpstreamTarget Claude = new(new UpstreamConfig { Name = "u", Kind = "messages" }, "claude-sonnet-4-5");

    [Theory]
    [InlineData("""{"type":"integer","minimum":0,"maximum":150}""", """{"type":"integer","description":"{minimum: 0, maximum: 150}"}""", "minimum, maximum")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1e2,"multipleOf":0.5}""",
        """{"type":"number","description":"{exclusiveMinimum: 0, exclusiveMaximum: 1e2, multipleOf: 0.5}"}""", "exclusiveMinimum, exclusiveMaximum, multipleOf")]
    [InlineData("""{"maxLength":9,"description":"A \"name\".","minLength":1,"type":"string"}""",
        """{"type":"string","description":"A \"name\".\n\n{maxLength: 9, minLength: 1}"}""", "maxLength, minLength")]
    [InlineData("""{"type":"array","items":{"type":"string","maxLength":2},"minItems":2,"maxItems":3,"uniqueItems":true}""",
        """{"type":"array","items":{"type":"string","description":"{maxLength: 2}"},"description":"{minItems: 2, maxItems: 3, uniqueItems: true}"}""", "maxLength, minItems, maxItems, uniqueItems")]
    [InlineData("""{"type":"array","items":[{"type":"string"}]}""", """{"type":"array","description":"{items: [{\"type\":\"string\"}]}"}""", "items")]
    [InlineData("""{"type":"string","format":"iban"}""", """{"type":"string","description":"{format: \"iban\"}"}""", "format")]
    [InlineData("""{"enum":["a",{"b":1}]}""", """{"description":"{enum: [\"a\",{\"b\":1}]}"}""", "enum")]
    [InlineData("""{"type":"object","properties":{},"minProperties":1,"not":{"minimum":1}}""",
        """{"additionalProperties":false,"type":"object","properties":{},"description":"{minProperties: 1, not: {\"minimum\":1}}"}""", "minProperties, not")]
    [InlineData("""{"oneOf":[{"type":"integer","minimum":1},{"type":"null"}]}""", """{"anyOf":[{"type":"integer","description":"{minimum: 1}"},{"type":"null"}]}""", "oneOf, minimum")]
    [InlineData("""{"anyOf":[{"type":"null"}],"oneOf":[{}]}""", """{"anyOf":[{"type":"null"}],"description":"{oneOf: [{}]}"}""", "oneOf")]
    public void What_the_vendor_refuses_moves_into_the_description(string schema, string expected, string moved)
    {
        var (format, dropped) = WriteFormat(schema);
        Assert.Equal(expected, format?.GetProperty("schema").GetProperty("properties").GetProperty("it").GetRawText());
        Assert.Equal(moved.Split(", ").Select(keyword => "response_format.json_schema.schema." + keyword), dropped);
    }

    [Theory]
    [InlineData("""{"type":"string","title":"T","description":"D","enum":["a",1,null,true],"default":"a"}""")]
    [InlineData("""{"type":"array","items":{"type":"string","pattern":"^a+$"},"minItems":0}""")]
    [InlineData("""{"type":"array","items":{"type":"string","format":"date-time"},"minItems":1}""")]
    [InlineData("""{"anyOf":[{"const":{"minimum":1}},{"$ref":"#/$defs/leaf"},{"$ref":"#/definitions/a~1b%20c"}]}""")]
    [InlineData("""{"type":"object","properties":{"minimum":{"type":"number"},"maxLength":{"type":"string"}},"required":["minimum"],"additionalProperties":false}""")]
    public void What_the_vendor_takes_stays_as_it_is(string schema)
    {
        var (format, dropped) = WriteFormat(schema);
        Assert.Equal(schema, format?.GetProperty("schema").GetProperty("properties").GetProperty("it").GetRawText());
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":true}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"integer"}}}""")]
    [InlineData("""{"type":"array","items":{"type":"object","additionalProperties":{}}}""")]
    [InlineData("""{"$ref":"https://example.com/schema.json"}""")]
    [InlineData("""{"$ref":"#/$defs/nowhere"}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/tree"}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"$ref":"#/$defs/ping"}]}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/leaf"}]}""")]
    [InlineData("true")]
    public void A_schema_that_cannot_be_mended_is_not_sent_and_the_format_named(string schema)
    {
        var definitions = "";
        if (schema.Contains("tree", StringComparison.Ordinal)) definitions = """ "tree":{"type":"object","properties":{"next":{"$ref":"#/$defs/tree"}}}, """;
        if (schema.Contains("ping", StringComparison.Ordinal)) definitions = """ "ping":{"type":"array","items":{"$ref":"#/$defs/pong"}},"pong":{"type":"array","items":{"$ref":"#/$defs/ping"}}, """;
        var (format, dropped) = WriteFormat(schema, definitions);
        Assert.Null(format);
        Assert.Equal(["response_format"], dropped);
    }

    /// <summary>Definitions that refer to two others each are walked once each, and a chain of them does not exhaust the stack.</summary>
    [Theory]
    [InlineData(40, true)]
    [InlineData(50_000, false)]
    public void Many_references_are_followed_in_no_time(int count, bool isHeld)
    {
        var definitions = new StringBuilder();
        for (var i = 0; i < count; i++) definitions.Append(Invariant($$$"""  "d{{{i}}}":{"anyOf":[{"$ref":"#/$defs/d{{{i + 1}}}"},{"$ref":"#/$defs/d{{{i + 1}}}"}]},  """));
        definitions.Append(Invariant($$"""  "d{{count}}":{"type":"string"},  """));
        var (format, dropped) = WriteFormat("""{"$ref":"#/$defs/d0"}""", definitions.ToString());
        Assert.Equal(isHeld, format is not null);
        Assert.Equal(isHeld ? [] : ["response_format"], dropped);
    }

    [Fact]
    public void A_strict_tools_schema_is_written_like_a_formats()
    {
        var (body, dropped) = Write(new OpenAiChatDialect(), """
            {"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":
            {"type":"object","properties":{"n":{"type":"integer","minimum":0}},"required":["n"]}}}]}
            """);
        Assert.Equal("""{"name":"f","input_schema":{"additionalProperties":false,"type":"object","properties":{"n":{"type":"integer","description":"{minimum: 0}"}},"required":["n"]},"strict":true}""",
            body.GetProperty("tools")[0].GetRawText());
        Assert.Equal(["tools.function.parameters.minimum"], dropped);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"map":{"type":"object","additionalProperties":{"type":"integer","minimum":0}}}}""")]
    [InlineData("""{"properties":{}}""")]
    public void A_tool_whose_arguments_cannot_be_held_keeps_its_schema_and_loses_its_strictness(string schema)
    {
        var (body, dropped) = Write(new OpenAiChatDialect(),
            """{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":@}}]}""".Replace("@", schema, StringComparison.Ordinal));
        var tool = body.GetProperty("tools")[0];
        Assert.Equal(schema[1..], tool.GetProperty("input_schema").GetRawText()[^(schema.Length - 1)..]);
        Assert.False(tool.TryGetProperty("strict", out _));
        Assert.Equal(["tools.strict"], dropped);
    }

    [Fact]
    public void Keywords_of_a_tool_that_is_not_strict_stay() => Assert.Empty(Write(new OpenAiChatDialect(), """
        {"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"n":{"type":"integer","minimum":0}}}}}]}
        """).Dropped);

    [Fact]
    public void What_moved_is_named_once_and_as_its_caller_spells_it()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"integer","minimum":0},"b":{"type":"integer","minimum":1}}}""";
        Assert.Equal(["tools.parameters.minimum", "text.format.schema.minimum"], Write(new OpenAiResponsesDialect(), """
            {"model":"m","input":"q","text":{"format":{"type":"json_schema","name":"n","schema":@}},"tools":[{"type":"function","name":"f","strict":true,"parameters":@}]}
            """.Replace("@", Schema, StringComparison.Ordinal)).Dropped);
        Assert.Equal(["tools.input_schema.minimum", "output_config.format.schema.minimum"], Write(new AnthropicDialect(), """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"output_config":{"format":{"type":"json_schema","schema":@}},"tools":[{"name":"f","strict":true,"input_schema":@}]}
            """.Replace("@", Schema, StringComparison.Ordinal)).Dropped);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The format that a chat client's schema becomes; it stands in a property, beside definitions.</summary>
    private static (JsonElement? Format, IReadOnlyCollection<string> Dropped) WriteFormat(string schema, string definitions = "")
    {
        var (body, dropped) = Write(new OpenAiChatDialect(), """
            {"model":"m","messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","additionalProperties":false,
            "properties":{"it":@},"$defs":{@@"leaf":{"type":"string"}},"definitions":{"a/b c":{"type":"string"}}}}}}
            """.Replace("@@", definitions, StringComparison.Ordinal).Replace("@", schema, StringComparison.Ordinal));
        return (body.TryGetProperty("output_config", out var config) ? config.GetProperty("format") : null, dropped);
    }

    private static (JsonElement Body, IReadOnlyCollection<string> Dropped) Write(IDialect client, string request)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = new AnthropicDialect().WriteRequest(client.ReadRequest(JsonElement.Parse(request)), Claude, stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan, new JsonDocumentOptions { AllowDuplicateProperties = false }), dropped);
    }
}
