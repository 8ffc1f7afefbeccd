using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.Pairs;

/// <summary>OpenAI's search of the web, which chat wishes in options and Responses as a tool.</summary>
public sealed class WebSearchTests
{
    private const string OpenAi = "https://api.openai.com/v1", Other = "http://127.0.0.1:8000/v1";
    private const string Options = """{"search_context_size":"low","user_location":{"type":"approximate","approximate":{"country":"GB","city":"London","region":null,"timezone":"Europe/London"}}}""";
    private const string Tool = """{"type":"web_search","search_context_size":"low","user_location":{"type":"approximate","country":"GB","city":"London","timezone":"Europe/London"}}""";

    [Theory]
    [InlineData(Options, OpenAi, "[" + Tool + "]", "")]
    [InlineData("{}", OpenAi, """[{"type":"web_search"}]""", "")]
    [InlineData(Options, Other, null, "web_search_options")]
    [InlineData("true", OpenAi, null, "web_search_options")]
    public void Chats_options_become_a_tool(string options, string baseUrl, string? tools, string dropped) =>
        Told(Ask(new OpenAiChatDialect(), $$"""{"messages":[{"role":"user","content":"Hi"}],"web_search_options":{{options}}}""", new OpenAiResponsesDialect(), baseUrl, "gpt-4.1"), "tools", tools, dropped);

    [Fact]
    public void It_stands_beside_the_callers_own_tools()
    {
        var (sent, dropped) = Ask(new OpenAiChatDialect(), """{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"web_search_options":{}}""", new OpenAiResponsesDialect(), OpenAi, "gpt-4.1");
        Assert.Equal(["function", "web_search"], sent.GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("type").GetString()));
        Assert.Equal("", dropped);
    }

    [Theory]
    [InlineData(Tool, OpenAi, "gpt-4o-search-preview", """{"search_context_size":"low","user_location":{"type":"approximate","approximate":{"country":"GB","city":"London","timezone":"Europe/London"}}}""", "")]
    [InlineData("""{"type":"web_search_preview"}""", OpenAi, "gpt-5-search-api", "{}", "")]
    [InlineData("""{"type":"web_search","filters":{"allowed_domains":["a.b"]},"user_location":null}""", OpenAi, "gpt-5-search-api", "{}", "tools.web_search.filters")]
    [InlineData("""{"type":"web_search"},{"type":"web_search_preview"}""", OpenAi, "gpt-5-search-api", "{}", "tools.web_search_preview")]
    [InlineData(Tool, OpenAi, "gpt-4.1", null, "tools.web_search")] // refuses to be asked
    [InlineData(Tool, Other, "gpt-4o-search-preview", null, "tools.web_search")]
    public void A_tool_of_Responses_becomes_options(string tool, string baseUrl, string model, string? options, string dropped) =>
        Told(Ask(new OpenAiResponsesDialect(), $$"""{"input":"Hi","tools":[{{tool}}]}""", new OpenAiChatDialect(), baseUrl, model), "web_search_options", options, dropped);

    private static void Told((JsonElement Sent, string Dropped) told, string member, string? sent, string dropped)
    {
        Assert.Equal(dropped, told.Dropped);
        Assert.Equal(sent, told.Sent.TryGetProperty(member, out var value) ? value.GetRawText() : null);
    }

    private static (JsonElement Sent, string Dropped) Ask(IDialect client, string body, IDialect upstream, string baseUrl, string model)
    {
        using var document = JsonDocument.Parse(body);
        var output = new ArrayBufferWriter<byte>();
        var dropped = upstream.WriteRequest(client.ReadRequest(document.RootElement), new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "x", BaseUrl = new Uri(baseUrl) }, model), stream: true, output);
        return (JsonElement.Parse(output.WrittenSpan), string.Join(", ", dropped));
    }
}
