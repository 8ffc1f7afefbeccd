using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Laws;

/// <summary>A picture that almost fills the largest frame.</summary>
public sealed class LargePictureTests
{
    private static readonly string Base64 = new('A', 15 * 1024 * 1024);

    [Theory]
    [InlineData(WireFormat.Chat, WireFormat.Gemini)]
    [InlineData(WireFormat.Chat, WireFormat.Responses)]
    [InlineData(WireFormat.Responses, WireFormat.Gemini)]
    [InlineData(WireFormat.Responses, WireFormat.Chat)]
    public async Task It_crosses_whole(WireFormat client, WireFormat kind)
    {
        var upstream = kind switch
        {
            WireFormat.Gemini => $$$"""data: {"candidates":[{"content":{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"{{{Base64}}}"}}]},"finishReason":"STOP"}]}""" + "\n\n",
            WireFormat.Responses => $$$"""data: {"type":"response.output_item.done","output_index":0,"item":{"id":"ig_1","type":"image_generation_call","status":"completed","result":"{{{Base64}}}"}}""" + "\n\n"
                + """data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}""" + "\n\n",
            _ => $$$"""data: {"id":"1","choices":[{"index":0,"delta":{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Base64}}}"}}]},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n",
        };
        var stream = await new Pair(client, kind).PassAsync(Encoding.UTF8.GetBytes(upstream), 64 * 1024);
        Assert.Contains((client == WireFormat.Chat ? "data:image/png;base64," : "\"result\":\"") + Base64 + "\"", stream, StringComparison.Ordinal);
    }
}
