using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>As <see cref="StrictFormatTests"/>: what Anthropic's clients have held to any schema, OpenAI would refuse with a 400 that names a member they never wrote.</summary>
public sealed class StrictToolTests
{
    private const string Loose = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}""";
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    [Theory]
    [InlineData(Closed, true), InlineData(Loose, false)]
    public void A_tool_is_strict_where_OpenAI_takes_its_schema_and_otherwise_that_is_named(string schema, bool isHeld)
    {
        var request = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"tools":[{"name":"f","strict":true,"input_schema":@}]}""".Replace("@", schema, StringComparison.Ordinal);
        var (chat, chatDropped) = Write(new AnthropicDialect(), request, new OpenAiChatDialect());
        Assert.Equal(isHeld ? true : (bool?)null, chat.GetProperty("function").TryGetProperty("strict", out var strict) ? strict.GetBoolean() : null);
        Assert.Equal(schema, chat.GetProperty("function").GetProperty("parameters").GetRawText());
        var (responses, responsesDropped) = Write(new AnthropicDialect(), request, new OpenAiResponsesDialect());
        Assert.Equal(isHeld, responses.GetProperty("strict").GetBoolean());
        foreach (var dropped in new[] { chatDropped, responsesDropped }) Assert.Equal(isHeld ? [] : ["tools.strict"], dropped);
    }

    [Fact]
    public void What_OpenAI_s_own_clients_chose_goes_as_it_is()
    {
        var (tool, dropped) = Write(new OpenAiChatDialect(), $$$"""{"model":"m","messages":[{"role":"user","content":"q"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{{{Loose}}}}}]}""", new OpenAiResponsesDialect());
        Assert.True(tool.GetProperty("strict").GetBoolean());
        Assert.Empty(dropped);
    }

    private static (JsonElement Tool, IReadOnlyCollection<string> Dropped) Write(IDialect client, string request, IUpstreamDialect upstream)
    {
        var output = new ArrayBufferWriter<byte>();
        var dropped = upstream.WriteRequest(client.ReadRequest(JsonElement.Parse(request)), Requests.Target("m"), stream: false, output);
        return (JsonElement.Parse(output.WrittenSpan).GetProperty("tools")[0], dropped);
    }
}
