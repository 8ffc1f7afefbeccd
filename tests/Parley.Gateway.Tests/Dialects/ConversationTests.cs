using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>Histories that one format takes and another would refuse for their order.</summary>
public sealed class ConversationTests
{
    private const string Split = """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"go"},
        {"role":"assistant","content":[{"type":"text","text":"Loading. "},{"type":"tool_use","id":"a","name":"load","input":{}}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"b","name":"find","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","content":"B"},{"type":"tool_result","tool_use_id":"a","content":"A"},{"type":"text","text":"and?"}]}]}
        """;

    private const string Late = """
        {"model":"m","input":[{"role":"user","content":"go"},
        {"type":"function_call","call_id":"a","name":"load","arguments":"{}"},
        {"type":"function_call","call_id":"b","name":"find","arguments":"{}"},
        {"type":"function_call_output","call_id":"a","output":"A"},
        {"role":"assistant","content":"Half way."},
        {"role":"user","content":"hurry"},
        {"type":"function_call_output","call_id":"b","output":"B"}]}
        """;

    private const string Orphan = """
        {"model":"m","input":[{"role":"user","content":"go"},
        {"type":"tool_search_call","call_id":"s","execution":"client","arguments":{}},
        {"type":"function_call_output","call_id":"s","output":"Found one."},
        {"role":"user","content":"and?"}]}
        """;

    private const string SameId = """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"go"},
        {"role":"assistant","content":[{"type":"tool_use","id":"x","name":"load","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"x","content":"A"}]},
        {"role":"assistant","content":[{"type":"tool_use","id":"x","name":"find","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"x","content":"B"}]}]}
        """;

    /// <summary>Claude Code has several system texts, and reminders in the middle, which servers of open models refuse ("System message must be at the beginning").</summary>
    [Theory]
    [InlineData("http://127.0.0.1:8000/v1", "qwen3.5", "chat", "system:You help.\n\nBe brief.\n\nIt is late.|user:go|user:on")]
    [InlineData("http://127.0.0.1:8000/v1", "gpt-5", "chat", "system:You help.|system:Be brief.|user:go|system:It is late.|user:on")] // a proxy of OpenAI's
    [InlineData("https://api.openai.com/v1", "m", "chat", "system:You help.|system:Be brief.|user:go|system:It is late.|user:on")]
    [InlineData("http://127.0.0.1:8000/v1", "qwen3.5", "responses", "user:go|user:on")]
    public void Instructions_are_one_message_where_there_may_be_no_other(string baseUrl, string model, string target, string expected)
    {
        var written = Write("messages", """
            {"model":"m","max_tokens":9,"system":[{"type":"text","text":"You help."},{"type":"text","text":""},{"type":"text","text":"Be brief."}],
            "messages":[{"role":"user","content":"go"},{"role":"system","content":"It is late."},{"role":"user","content":"on"}]}
            """, target, baseUrl, model);
        Assert.Equal(expected, string.Join('|', written.GetProperty(target == "chat" ? "messages" : "input").EnumerateArray().Select(Show)));
        if (target == "responses") Assert.Equal("You help.\n\nBe brief.\n\nIt is late.", written.GetProperty("instructions").GetString());
    }

    [Theory]
    [InlineData("messages", Split, "chat", "user:go|assistant:Loading. +a+b|tool:b|tool:a|user:and?")]
    [InlineData("messages", Split, "responses", "user:go|assistant:Loading. |call:a|call:b|output:b|output:a|user:and?")]
    [InlineData("messages", Split, "gemini", "user:go|model:Loading. +load+find|user:=find=load,and?")]
    [InlineData("responses", Late, "chat", "user:go|assistant:+a+b|tool:a|tool:b|assistant:Half way.|user:hurry")]
    [InlineData("responses", Late, "messages", "user:go|assistant:+a+b|user:=a=b|assistant:Half way.|user:hurry")]
    [InlineData("responses", Late, "gemini", "user:go|model:+load+find|user:=load=find|model:Half way.|user:hurry")]
    [InlineData("responses", Orphan, "chat", "user:go|user:Found one.|user:and?")]
    [InlineData("responses", Orphan, "messages", "user:go,Found one.,and?")]
    [InlineData("responses", Orphan, "gemini", "user:go,Found one.,and?")]
    [InlineData("messages", SameId, "chat", "user:go|assistant:+x|tool:x|assistant:+x|tool:x")]
    [InlineData("messages", SameId, "gemini", "user:go|model:+load|user:=load|model:+find|user:=find")]
    public void Results_stand_directly_behind_their_calls(string format, string body, string target, string expected) =>
        Assert.Equal(expected, string.Join('|', Write(format, body, target).GetProperty(target switch { "gemini" => "contents", "responses" => "input", _ => "messages" }).EnumerateArray().Select(Show)));

    [Fact]
    public void Instructions_alone_are_an_item_of_the_input()
    {
        var written = Write("chat", """{"model":"m","messages":[{"role":"system","content":"You are a potato."}]}""", "responses");
        Assert.Equal("""[{"type":"message","role":"system","content":"You are a potato."}]""", written.GetProperty("input").GetRawText());
        Assert.False(written.TryGetProperty("instructions", out _));
    }

    /// <summary>Claude Code asks every model for as much as Claude can say, which others refuse.</summary>
    [Theory]
    [InlineData("chat", "max_tokens", 16_384L, 16_384), InlineData("chat", "max_tokens", 128_000L, 64_000), InlineData("chat", "max_tokens", null, 64_000)]
    [InlineData("responses", "max_output_tokens", 16_384L, 16_384), InlineData("gemini", "maxOutputTokens", 16_384L, 16_384)]
    public void No_more_tokens_are_asked_for_than_the_model_has(string target, string member, long? known, long sent)
    {
        using var json = JsonDocument.Parse("""{"max_tokens":64000,"messages":[{"role":"user","content":"go"}]}""");
        var output = new ArrayBufferWriter<byte>();
        Dialect(target).WriteRequest(new AnthropicDialect().ReadRequest(json.RootElement), new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = target, BaseUrl = new Uri("https://vendor.test") }, "m") { MaxOutputTokens = known }, stream: false, output);
        var body = JsonElement.Parse(output.WrittenSpan);
        Assert.Equal(sent, (target == "gemini" ? body.GetProperty("generationConfig") : body).GetProperty(member).GetInt64());
    }

    private static JsonElement Write(string format, string body, string target, string baseUrl = "https://vendor.test", string model = "m")
    {
        using var json = JsonDocument.Parse(body);
        var output = new ArrayBufferWriter<byte>();
        Dialect(target).WriteRequest(((IDialect)Dialect(format)).ReadRequest(json.RootElement), new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = target, BaseUrl = new Uri(baseUrl) }, model), stream: false, output);
        return JsonElement.Parse(output.WrittenSpan);
    }

    private static string Show(JsonElement item)
    {
        if (item.TryGetProperty("call_id", out var id)) return (item.TryGetProperty("output", out _) ? "output:" : "call:") + id;
        if (item.TryGetProperty("tool_call_id", out id)) return "tool:" + id;
        var said = item.TryGetProperty("parts", out var parts) || (parts = item.GetProperty("content")).ValueKind == JsonValueKind.Array
            ? string.Join(',', parts.EnumerateArray().Select(Part)) : parts.ToString();
        var calls = item.TryGetProperty("tool_calls", out var list) ? string.Concat(list.EnumerateArray().Select(c => "+" + c.GetProperty("id"))) : "";
        return $"{item.GetProperty("role")}:{said}{calls}".Replace(",+", "+", StringComparison.Ordinal).Replace(",=", "=", StringComparison.Ordinal);
    }

    private static string Part(JsonElement part)
    {
        if (part.TryGetProperty("functionCall", out var call)) return "+" + call.GetProperty("name");
        if (part.TryGetProperty("functionResponse", out call)) return "=" + call.GetProperty("name");
        if (part.TryGetProperty("tool_use_id", out call)) return "=" + call;
        return part.TryGetProperty("text", out var text) ? text.ToString() : "+" + part.GetProperty("id");
    }

    private static IUpstreamDialect Dialect(string format) => format switch
    {
        "chat" => new OpenAiChatDialect(),
        "gemini" => new GeminiDialect(),
        "responses" => new OpenAiResponsesDialect(),
        _ => new AnthropicDialect(),
    };
}
