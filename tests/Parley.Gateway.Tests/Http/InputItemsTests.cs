using System.Text;
using System.Text.Json;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Http;

/// <summary>What a response answered is listed in full form, with ids that stay the same.</summary>
public sealed class InputItemsTests
{
    [Theory]
    [InlineData("\"a \\u00e9 \\\"b\\\"\"", """[{"id":"msg_x_in0","type":"message","status":"completed","role":"user","content":[{"type":"input_text","text":"a é \"b\""}]}]""")]
    [InlineData("""[{"role":"assistant","content":"yes"},{"type":"message","role":"user","content":[{"type":"input_image","image_url":"u"}]}]""",
        """[{"id":"msg_x_in0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"yes"}]},{"id":"msg_x_in1","status":"completed","type":"message","role":"user","content":[{"type":"input_image","image_url":"u"}]}]""")]
    [InlineData("""[{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","id":null,"call_id":"c","output":"o"},{"type":"reasoning","summary":[]},{"type":"of tomorrow"}]""",
        """[{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"},{"id":"fco_x_in1","type":"function_call_output","call_id":"c","output":"o"},{"id":"rs_x_in2","type":"reasoning","summary":[]},{"id":"item_x_in3","type":"of tomorrow"}]""")]
    [InlineData("""[{}, {"id":"mine","status":"incomplete","type":"message","role":"user","content":"t"}]""",
        """[{"id":"msg_x_in0","type":"message","status":"completed"},{"type":"message","id":"mine","status":"incomplete","role":"user","content":[{"type":"input_text","text":"t"}]}]""")]
    [InlineData("[]", "[]"), InlineData("null", "[]")]
    public void Each_item_has_an_id_a_type_and_parts(string input, string items)
    {
        var listed = $"[{string.Join(',', Of(input).Select(i => Encoding.UTF8.GetString(i.Span)))}]";
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(items).RootElement, JsonDocument.Parse(listed).RootElement), listed);
    }

    [Fact]
    public void A_page_names_its_ends()
    {
        using var written = new PooledBytes();
        InputItems.WritePage(Of("""[{"role":"user","content":"1"},{"type":"item","id":"a\"b"}]"""), hasMore: true, written);
        var page = JsonDocument.Parse(written.Written.ToArray()).RootElement;
        Assert.Equal(("list", "msg_x_in0", "a\"b", true), (page.GetProperty("object").GetString(), page.GetProperty("first_id").GetString(), page.GetProperty("last_id").GetString(), page.GetProperty("has_more").GetBoolean()));

        using var empty = new PooledBytes();
        InputItems.WritePage([], hasMore: false, empty);
        Assert.Equal("""{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""", Encoding.UTF8.GetString(empty.Written.Span));
    }

    private static List<ReadOnlyMemory<byte>> Of(string input) =>
        InputItems.Of(new StoredResponse { Id = "resp_x", CreatedAt = DateTimeOffset.UnixEpoch, Input = Encoding.UTF8.GetBytes(input) });
}
