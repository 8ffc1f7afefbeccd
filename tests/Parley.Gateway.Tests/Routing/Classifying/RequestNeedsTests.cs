using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Tests.Routing.Classifying;

public sealed class RequestNeedsTests
{
    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", ModelCapabilities.None)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}]}""", ModelCapabilities.Vision)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{ "type" : "image", "source":{"type":"url","url":"u"}}]}]}""", ModelCapabilities.Vision)]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"u"},{"type":"input_file","file_id":"f"}]}]}""", ModelCapabilities.Vision | ModelCapabilities.Pdf)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"document","source":{}}]}]}""", ModelCapabilities.Pdf)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}""", ModelCapabilities.AudioInput)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"what is {\"type\":\"image_url\"} in json"}]}""", ModelCapabilities.None)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"image"}]}""", ModelCapabilities.None)]
    [InlineData("""{"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"f"}}]}""", ModelCapabilities.Tools)]
    [InlineData("""{"model":"m","messages":[],"functions":[{"name":"f"}]}""", ModelCapabilities.Tools)]
    [InlineData("""{"model":"m","messages":[],"tools":[]}""", ModelCapabilities.None)]
    [InlineData("""{"model":"m","messages":[],"tools":null,"reasoning_effort":"none"}""", ModelCapabilities.None)]
    [InlineData("""{"model":"m","messages":[],"response_format":{"type":"json_schema","json_schema":{}}}""", ModelCapabilities.StructuredOutput)]
    [InlineData("""{"model":"m","input":"x","text":{"format":{"type":"json_schema"}},"reasoning":{"effort":"high"}}""", ModelCapabilities.StructuredOutput | ModelCapabilities.Reasoning)]
    [InlineData("""{"model":"m","messages":[],"thinking":{"type":"enabled","budget_tokens":2000}}""", ModelCapabilities.Reasoning)]
    [InlineData("""{"model":"m","messages":[],"thinking":{"type":"disabled"}}""", ModelCapabilities.None)]
    public void Needs_are_read_from_the_members(string body, ModelCapabilities expected) => Assert.Equal(expected, RequestNeeds.Read(Requests.Of(body)).Capabilities);

    [Theory]
    [InlineData("""{"model":"m","max_tokens":12}""", 12L)]
    [InlineData("""{"model":"m","max_completion_tokens": 34 ,"x":1}""", 34L)]
    [InlineData("""{"max_output_tokens":56,"model":"m"}""", 56L)]
    [InlineData("""{"model":"m","max_tokens":null}""", null)]
    [InlineData("""{"model":"m","max_tokens":-1}""", null)]
    [InlineData("""{"model":"m","metadata":{"max_tokens":5}}""", null)]
    public void The_length_of_the_answer_is_read(string body, long? expected) => Assert.Equal(expected, RequestNeeds.Read(Requests.Of(body)).MaxOutput);

    [Fact]
    public void Other_operations_need_nothing() =>
        Assert.Equal(default, RequestNeeds.Read(Requests.Of("""{"model":"m","input":[{"type":"image"}]}""", operation: LlmOperation.Embed)));
}
