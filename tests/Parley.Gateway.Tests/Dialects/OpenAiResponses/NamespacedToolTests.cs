using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Laws;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

/// <summary>Tools in namespaces, as Codex has those of MCP servers: every vendor gets them, and the calls come back with both names.</summary>
public sealed class NamespacedToolTests
{
    private static readonly JsonElement Request = JsonElement.Parse("""
        {"model":"m","input":[
          {"type":"message","role":"user","content":"Look both up"},
          {"type":"function_call","call_id":"call_1","name":"lookup","namespace":"mcp__docs","arguments":"{\"q\":\"a\"}"},
          {"type":"function_call_output","call_id":"call_1","output":"a"}],
         "tools":[
          {"type":"function","name":"lookup","parameters":{"type":"object"}},
          {"type":"namespace","name":"mcp__docs","description":"Docs","tools":[
            {"type":"function","name":"lookup","description":"Looks up","parameters":{"type":"object"}},
            {"type":"custom","name":"query","description":"Asks"}, {"type":"other"}]},
          {"type":"namespace","name":"mcp__web","tools":[{"type":"function","name":"lookup","parameters":{"type":"object"}}]}]}
        """);

    public static TheoryData<WireFormat> Vendors => [WireFormat.Chat, WireFormat.Messages, WireFormat.Responses, WireFormat.Gemini];

    [Theory, MemberData(nameof(Vendors))]
    public void Tools_of_the_same_name_in_several_namespaces_reach_every_vendor_under_names_of_their_own(WireFormat vendor)
    {
        var prompt = Read(out var names);
        Assert.Equal(4, prompt.Tools.Select(t => t.Name).Distinct().Count());
        Assert.All(prompt.Tools, t => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", t.Name));
        Assert.Equal(prompt.Tools[1].Name, prompt.Turns.SelectMany(t => t.Parts).OfType<ToolCallPart>().Single().Name);
        Assert.Equal(["tools.namespace.description", "tools.other"], prompt.Unshared);

        var written = new ArrayBufferWriter<byte>();
        Pair.DialectOf(vendor).WriteRequest(prompt, Requests.Target("m", vendor.Name()), stream: false, written);
        var text = Encoding.UTF8.GetString(written.WrittenSpan);
        Assert.All(prompt.Tools, t => Assert.Contains(t.Name, text, StringComparison.Ordinal));
        Assert.NotEqual(prompt.Tools[1].Name, names.Restore(JsonText.From(prompt.Tools[1].Name)).ToString());
    }

    [Fact]
    public void A_call_comes_back_with_its_name_and_its_namespace()
    {
        var prompt = Read(out var names);
        LlmEvent[] events = [.. Started(), .. Call(0, names.Restore(JsonText.From(prompt.Tools[1].Name))), .. Call(1, JsonText.From("lookup")), .. Ended()];
        var whole = Pair.WriteWhole(WireFormat.Responses, events);
        var stream = Pair.WriteStream(WireFormat.Responses, events);
        StreamLaws.Assert(stream);
        Pair.AssertFolds(WireFormat.Responses, stream, whole);
        foreach (var answer in new[] { JsonNode.Parse(whole)!, Fold.Of(WireFormat.Responses, stream)! })
            Assert.Equal([("lookup", "mcp__docs"), ("lookup", null)], answer["output"]!.AsArray().Select(i => ((string)i!["name"]!, (string?)i["namespace"])));
    }

    [Fact]
    public void A_choice_finds_tools_in_their_namespaces()
    {
        var chosen = WithChoice("""{"type":"function","name":"lookup","namespace":"mcp__web"}""");
        Assert.Equal(chosen.Tools[3].Name, chosen.ToolChoice!.Name);
        var allowed = WithChoice("""{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"lookup","namespace":"mcp__docs"}]}""");
        Assert.Equal([chosen.Tools[1].Name], allowed.Tools.Select(t => t.Name));
    }

    private static Prompt WithChoice(string choice)
    {
        var request = JsonNode.Parse(Request.GetRawText())!;
        request["tool_choice"] = JsonNode.Parse(choice);
        return new OpenAiResponsesDialect().ReadRequest(JsonElement.Parse(request.ToJsonString()));
    }

    private static Prompt Read(out ToolNames names)
    {
        var prompt = new OpenAiResponsesDialect().ReadRequest(Request);
        names = ToolNames.Fit(ref prompt, 64)!;
        return prompt;
    }

    private static LlmEvent[] Started() => [new() { Kind = LlmEventKind.Started }];

    private static LlmEvent[] Call(int block, JsonText name) =>
    [
        new() { Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.ToolCall, Id = JsonText.From("call_" + block), Name = name },
        new() { Kind = LlmEventKind.Delta, Block = block, BlockKind = BlockKind.ToolCall, Text = JsonText.From("{}") },
        new() { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = BlockKind.ToolCall },
    ];

    private static LlmEvent[] Ended() => [new() { Kind = LlmEventKind.Finished, Finish = FinishReason.ToolCalls }, new() { Kind = LlmEventKind.Completed }];
}
