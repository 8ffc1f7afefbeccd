using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

public sealed class PassThroughBodyTests
{
    [Theory]
    [InlineData("""{ "model" : "a", "x":1.00, "messages":[] }""", """{ "model" : "b", "x":1.00, "messages":[] }""")]
    [InlineData("""{"x":"\u00e9","model":"a"}""", """{"x":"\u00e9","model":"b"}""")]
    [InlineData("""{"model":"a","stream":true}""", """{"stream_options":{"include_usage":true},"model":"b","stream":true}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":false}}""", """{"model":"b","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":null},"model":"a","stream":true}""", """{"stream_options":{"include_usage":true},"model":"b","stream":true}""")]
    [InlineData("""{"stream_options":{},"model":"a","stream":true}""", """{"stream_options":{"include_usage":true},"model":"b","stream":true}""")]
    [InlineData("""{"stream_options":null,"model":"a","stream":true}""", """{"stream_options":{"include_usage":true},"model":"b","stream":true}""")]
    [InlineData("""{"stream_options":{ "include_obfuscation":false },"model":"a","stream":true}""", """{"stream_options":{"include_usage":true, "include_obfuscation":false },"model":"b","stream":true}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":true}}""", """{"model":"b","stream":true,"stream_options":{"include_usage":true}}""")]
    public async Task Only_the_model_and_the_wish_for_usage_change(string body, string expected) =>
        Assert.Equal(expected, await Sent(Requests.Of(body), "b"));

    [Theory]
    [InlineData("""{"model":"a"}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":true}}""")]
    public async Task A_body_that_needs_no_change_has_none(string body) => Assert.Equal(body, await Sent(Requests.Of(body), "a"));

    [Fact]
    public async Task Streams_of_other_formats_are_not_asked_for_usage() =>
        Assert.Equal("""{"model":"b","stream":true}""", await Sent(Requests.Of("""{"model":"a","stream":true}""", WireFormat.Messages), "b"));

    [Fact]
    public async Task A_model_name_is_written_as_JSON() =>
        Assert.Equal("""{"model":"q\u0022\\"}""", await Sent(Requests.Of("""{"model":"a"}"""), "q\"\\"));

    [Theory]
    [InlineData("""{"type":"thinking","thinking":"t","signature":"made-by-parley"}, {"type":"text","text":"a"}""", """{"type":"text","text":"a"}""", "messages.content.thinking")]
    [InlineData("""{"type":"text","text":"a"} , {"type":"thinking","signature":"made-by-parley","thinking":"t"}""", """{"type":"text","text":"a"}""", "messages.content.thinking")]
    [InlineData("""{"type":"text","text":"a"},{"signature":"made-by-parley"},{"signature":"made-by-parley"},{"type":"text","text":"b"}""", """{"type":"text","text":"a"},{"type":"text","text":"b"}""", "messages.content.thinking")]
    [InlineData("""{"type":"thinking","thinking":"t","signature":"made-by-parley"}""", """{"type":"text","text":"(no answer)"}""", "messages.content.thinking")]
    [InlineData("""{"type":"thinking","thinking":"t","signature":"EqQB+/="},{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking","thinking":"t","signature":"EqQB+/="},{"type":"thinking","thinking":"","signature":""}""", "")]
    [InlineData("""{"type":"text","citations":[{"url":"u","encrypted_index":"made-by-parley"},{"url":"v","encrypted_index":"Eo8B"}],"text":"a"}""", """{"type":"text","citations":[{"url":"v","encrypted_index":"Eo8B"}],"text":"a"}""", "messages.content.citations")]
    [InlineData("""{"type":"text","citations":[{"encrypted_index":"made-by-parley"}],"text":"say \"made-by-parley\""}""", """{"type":"text","citations":[],"text":"say \"made-by-parley\""}""", "messages.content.citations")]
    [InlineData("""{"type":"tool_use","id":"t","name":"f","input":{"signature":"made-by-parley"}}""", """{"type":"tool_use","id":"t","name":"f","input":{"signature":"made-by-parley"}}""", "")]
    public async Task What_Parley_sealed_itself_goes_to_no_vendor_of_messages(string content, string sent, string dropped)
    {
        var request = Requests.Of(Body(content), WireFormat.Messages);
        Assert.Equal(Body(sent).Replace("\"a\",\"messages", "\"b\",\"messages", StringComparison.Ordinal), await Sent(request, "b"));
        Assert.Equal(dropped, string.Join(", ", PassThroughBody.Of(request, Requests.Target("b")).Dropped));

        static string Body(string content) => """{"system":"made-by-parley","model":"a","messages":[{"role":"user","content":"x"},{"role":"assistant","content":[""" + content + "]}]}";
    }

    [Theory]
    [InlineData("""{"id":"rs_01k2b3c4d5e6f7g8h9jkmnpqrs_0","type":"reasoning","summary":[]},{"role":"user","content":"x"}""", """{"role":"user","content":"x"}""", "input.reasoning")]
    [InlineData("""{"type":"message","id":"msg_01k2b3c4d5e6f7g8h9jkmnpqrs_1","role":"assistant","content":[]}""", """{"type":"message","role":"assistant","content":[]}""", "")]
    [InlineData("""{"id":"fc_01k2b3c4d5e6f7g8h9jkmnpqrs.h_12", "type":"function_call","call_id":"c"},{"type":"function_call_output","call_id":"c","output":"1"}""", """{"type":"function_call","call_id":"c"},{"type":"function_call_output","call_id":"c","output":"1"}""", "")]
    [InlineData("""{"type":"reasoning","encrypted_content":"gAAA","id":"rs_01k2b3c4d5e6f7g8h9jkmnpqrs_0"}""", """{"type":"reasoning","encrypted_content":"gAAA"}""", "")]
    [InlineData("""{"id":"rs_68af1c0e9d8081a2b3c4d5e6f7a8b9c0","type":"reasoning","summary":[]},{"id":"msg_68af","type":"message"}""", """{"id":"rs_68af1c0e9d8081a2b3c4d5e6f7a8b9c0","type":"reasoning","summary":[]},{"id":"msg_68af","type":"message"}""", "")]
    public async Task Items_that_Parley_wrote_go_to_a_vendor_of_responses_without_their_ids(string items, string sent, string dropped)
    {
        var request = Requests.Of($$"""{"model":"a","input":[{{items}}]}""", WireFormat.Responses);
        Assert.Equal($$"""{"model":"b","input":[{{sent}}]}""", await Sent(request, "b"));
        Assert.Equal(dropped, string.Join(", ", PassThroughBody.Of(request, Requests.Target("b")).Dropped));
    }

    private static async Task<string> Sent(LlmRequest request, string model)
    {
        using var content = PassThroughBody.Of(request, Requests.Target(model)).Content;
        var bytes = await content.ReadAsByteArrayAsync();
        Assert.Equal(content.Headers.ContentLength, bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }
}
