using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class RequestTests
{
    private static readonly Golden s_golden = new("OpenAiResponses");
    private static readonly OpenAiResponsesDialect s_dialect = new();

    public static TheoryData<string> Requests => [.. s_golden.Names(".upstream.txt")];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_written_again_as_it_was_meant(string name) =>
        Assert.Equal(s_golden.Text(name + ".upstream.txt"), Written(s_golden.Text(name + ".json")));

    [Fact]
    public void Neighbours_that_the_model_said_are_one_turn()
    {
        var prompt = Read("""
            {"input":[
              {"role":"user","content":"q"},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"x"},
              {"type":"message","role":"assistant","id":"msg_1","status":"completed","content":[{"type":"output_text","text":"Calling.","annotations":[]}]},
              {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call","call_id":"c2","name":"g","arguments":""},
              {"type":"function_call_output","call_id":"c1","output":"1"},{"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"},{"type":"input_image","image_url":"https://x/y.png"}]},
              {"type":"item_reference","id":"msg_0"},{"id":"rs_0"},{"type":"web_search_call","id":"ws_1","status":"completed"},
              {"role":"assistant","content":"Done."}]}
            """);
        Assert.Equal(["User", "Assistant", "User", "User", "Assistant"], prompt.Turns.Select(t => t.Role.ToString()));
        Assert.Equal([typeof(ReasoningPart), typeof(TextPart), typeof(ToolCallPart), typeof(ToolCallPart)], prompt.Turns[1].Parts.Select(p => p.GetType()));
        Assert.Equal("a\n\nb", ((ReasoningPart)prompt.Turns[1].Parts[0]).Text);
        Assert.Equal(2, ((ToolResultPart)prompt.Turns[3].Parts[0]).Content.Count);
        Assert.Equal(["input.reasoning.encrypted_content", "input.item_reference", "input.web_search_call"], prompt.Unshared);
    }

    [Theory]
    [InlineData("\"store\":true,\"background\":false,\"previous_response_id\":\"resp_1\",\"metadata\":{\"a\":\"b\"},\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}", "")]
    [InlineData("\"truncation\":\"disabled\",\"service_tier\":\"auto\",\"top_logprobs\":0,\"include\":[],\"prompt\":null,\"reasoning\":{\"effort\":null,\"summary\":\"auto\"}", "")]
    [InlineData("\"truncation\":\"auto\",\"service_tier\":\"flex\",\"top_logprobs\":2,\"include\":[\"reasoning.encrypted_content\"],\"prompt\":{\"id\":\"p\"},\"max_tool_calls\":3", "include, top_logprobs, truncation, prompt, max_tool_calls, service_tier")]
    [InlineData("\"text\":{\"verbosity\":\"low\"},\"prompt_cache_key\":\"k\",\"conversation\":\"conv_1\",\"new_thing\":1", "conversation, new_thing, text.verbosity, prompt_cache_key")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"},{\"type\":\"mcp\",\"server_label\":\"s\"}],\"tool_choice\":\"required\"", "tools.mcp, tool_choice, tools.web_search")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":null}],\"tool_choice\":{\"type\":\"file_search\"}", "tool_choice.file_search")]
    [InlineData("\"user\":\"u\",\"safety_identifier\":\"s\"", "user")]
    public void What_cannot_cross_is_named_and_what_asks_for_nothing_is_not(string members, string unshared) =>
        Assert.Equal(unshared, string.Join(", ", new DroppedNames(Read("{\"input\":\"x\"," + members + "}")).Names));

    [Fact]
    public void Tools_that_are_not_allowed_are_left_out()
    {
        var prompt = Read("""{"input":"x","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"}]}}""");
        Assert.Equal((ToolChoiceMode.Required, "g"), (prompt.ToolChoice!.Mode, Assert.Single(prompt.Tools).Name));
    }

    [Fact]
    public void The_phase_of_an_earlier_answer_is_named() =>
        Assert.Equal(["input.phase"], Read("""{"input":[{"role":"user","content":"q"},{"type":"message","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"a"}]}]}""").Unshared);

    [Fact]
    public void Media_come_in_all_forms()
    {
        var parts = Read("""
            {"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/jpg;base64,QUJD","detail":"low"},{"type":"input_image","file_id":"file-1"},
             {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,QUJD"},{"type":"input_file","file_url":"https://x/a.pdf"},{"type":"input_file","file_id":"file-2"},
             {"type":"input_audio","input_audio":{"data":"QUJD","format":"wav"}},{"type":"input_video"}]}]}
            """).Turns[0].Parts;
        Assert.True(parts[0] is ImagePart { Detail: "low", Source: Base64Source { MediaType: "image/jpeg" } });
        Assert.True(parts[1] is ImagePart { Source: FileSource { FileId: "file-1" } });
        Assert.True(parts[2] is DocumentPart { Name: "a.pdf", Source: Base64Source { MediaType: "application/pdf" } });
        Assert.True(parts[3] is DocumentPart { Source: UrlSource { Url: "https://x/a.pdf" } });
        Assert.True(parts[4] is DocumentPart { Source: FileSource });
        Assert.True(parts[5] is AudioPart { Format: "wav" } && parts[6] is OpaquePart { Type: "input_video" });
    }

    /// <summary>OpenAI takes them there, nobody else does: to them they are the user's.</summary>
    [Fact]
    public void Images_and_files_among_instructions_follow_as_the_users()
    {
        var prompt = Read("""
            {"input":[{"role":"developer","content":[{"type":"input_text","text":"Answer as this brand would."},{"type":"input_image","image_url":"https://x/logo.png"}]},
             {"role":"user","content":"Hi"},{"role":"system","content":[{"type":"input_file","file_url":"https://x/a.pdf"}]}]}
            """);
        Assert.Equal("Answer as this brand would.", Assert.Single(prompt.System).Text);
        Assert.Equal([TurnRole.User, TurnRole.User, TurnRole.User], prompt.Turns.Select(t => t.Role));
        Assert.True(prompt.Turns[0].Parts is [ImagePart { Source: UrlSource { Url: "https://x/logo.png" } }] && prompt.Turns[2].Parts is [DocumentPart { Source: UrlSource }]);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("{}", "input")]
    [InlineData("""{"input":[]}""", "input")]
    [InlineData("""{"input":5}""", "input")]
    [InlineData("""{"input":["hi"]}""", "input[0]")]
    [InlineData("""{"input":[{"content":"x"}]}""", "input[0].role")]
    [InlineData("""{"input":[{"role":"robot","content":"x"}]}""", "input[0].role")]
    [InlineData("""{"input":[{"role":"user"}]}""", "input[0].content")]
    [InlineData("""{"input":[{"role":"user","content":"a"},{"role":"user","content":5}]}""", "input[1].content")]
    [InlineData("""{"input":[{"role":"user","content":[{"text":"x"}]}]}""", "input[0].content[0].type")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":1}]}]}""", "input[0].content[0].text")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"ftp://x"}]}]}""", "input[0].content[0].image_url")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "input[0].content[0].image_url")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file"}]}]}""", "input[0].content[0].file_data")]
    [InlineData("""{"input":[{"role":"system","content":[{"type":"refusal","refusal":"no"}]}]}""", "input[0].content")]
    [InlineData("""{"input":[{"role":"developer","content":[{"type":"input_video"}]}]}""", "input[0].content")]
    [InlineData("""{"input":[{"type":"function_call","name":"f"}]}""", "input[0].call_id")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c"}]}""", "input[0].name")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c"}]}""", "input[0].output")]
    [InlineData("""{"input":[{"type":"reasoning","summary":"x"}]}""", "input[0].summary")]
    [InlineData("""{"input":"x","instructions":5}""", "instructions")]
    [InlineData("""{"input":"x","temperature":"hot"}""", "temperature")]
    [InlineData("""{"input":"x","temperature":3}""", "temperature")]
    [InlineData("""{"input":"x","max_output_tokens":0}""", "max_output_tokens")]
    [InlineData("""{"input":"x","reasoning":"high"}""", "reasoning")]
    [InlineData("""{"input":"x","reasoning":{"effort":1}}""", "reasoning.effort")]
    [InlineData("""{"input":"x","text":{"format":{"type":"xml"}}}""", "text.format.type")]
    [InlineData("""{"input":"x","text":{"format":{"type":"json_schema","name":"n"}}}""", "text.format.schema")]
    [InlineData("""{"input":"x","tools":[{"name":"f"}]}""", "tools[0].type")]
    [InlineData("""{"input":"x","tools":[{"type":"function","function":{"name":"f"}}]}""", "tools[0].name")]
    [InlineData("""{"input":"x","tools":[{"type":"function","name":"f","parameters":[]}]}""", "tools[0].parameters")]
    [InlineData("""{"input":"x","tool_choice":"maybe"}""", "tool_choice")]
    [InlineData("""{"input":"x","tool_choice":{"type":"function"}}""", "tool_choice.name")]
    [InlineData("""{"input":"x","parallel_tool_calls":"no"}""", "parallel_tool_calls")]
    public void Bad_input_is_a_400_that_names_the_field(string body, string? param)
    {
        var fault = Assert.Throws<GatewayFaultException>(() => s_dialect.ReadRequest(JsonElement.Parse(body))).Fault;
        Assert.Equal((400, FaultKind.InvalidRequest, param), (fault.Status, fault.Kind, fault.Param));
    }

    private static Prompt Read(string body) => s_dialect.ReadRequest(JsonElement.Parse(body));

    private static string Written(string body)
    {
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "responses", BaseUrl = new Uri("https://api.openai.com/v1") }, "upstream-model");
        var output = new ArrayBufferWriter<byte>();
        var dropped = s_dialect.WriteRequest(Read(body), target, stream: true, output);
        using var valid = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return $"{Encoding.UTF8.GetString(output.WrittenSpan)}\ndropped: {string.Join(", ", dropped)}\n";
    }
}
