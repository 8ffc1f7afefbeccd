using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix.Laws;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

/// <summary>Claude Code's search for deferred tools answers with references to them: other vendors' models used to see an empty result.</summary>
public sealed class ToolReferenceTests
{
    [Theory, InlineData(WireFormat.Chat), InlineData(WireFormat.Responses), InlineData(WireFormat.Gemini)]
    public void A_search_for_tools_tells_every_model_what_it_found(WireFormat vendor)
    {
        var prompt = new AnthropicDialect().ReadRequest(JsonElement.Parse("""
            {"model":"m","max_tokens":9,
             "tools":[{"name":"ToolSearch","input_schema":{"type":"object"}},{"name":"WebFetch","input_schema":{"type":"object"},"defer_loading":true}],
             "messages":[
              {"role":"user","content":"Fetch it"},
              {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"ToolSearch","input":{"query":"select:WebFetch"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"tool_reference","tool_name":"WebFetch"}]}]}]}
            """));
        var written = new ArrayBufferWriter<byte>();
        var dropped = Pair.DialectOf(vendor).WriteRequest(prompt, Requests.Target("m", vendor.Name()), stream: false, written);
        Assert.Contains("The tool WebFetch is loaded", Encoding.UTF8.GetString(written.WrittenSpan), StringComparison.Ordinal);
        Assert.Equal(["tools.defer_loading"], dropped);
    }
}
