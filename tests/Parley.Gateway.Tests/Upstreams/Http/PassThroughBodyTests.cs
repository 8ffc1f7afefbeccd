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

    private static async Task<string> Sent(LlmRequest request, string model)
    {
        using var content = new SplicedContent(request.Body, PassThroughBody.Splices(request, Requests.Target(model)));
        var bytes = await content.ReadAsByteArrayAsync();
        Assert.Equal(content.Headers.ContentLength, bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }
}
