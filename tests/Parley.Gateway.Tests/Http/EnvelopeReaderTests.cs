using System.Text;
using CsCheck;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

public sealed class EnvelopeReaderTests
{
    [Fact]
    public void Facts_are_read_wherever_they_stand()
    {
        var envelope = Read("""{"messages":[{"model":"inner","stream":true}],"stream" : true,"model" : "a\u002fb","stream_options":{"x":1,"include_usage":true},"n":1}""");
        Assert.Equal("a/b", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.True(envelope.IncludeUsage);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("""{"model":"m"} trailing""", "not valid JSON")]
    [InlineData("""{"model":"m",}""", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("\"m\"", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("{}", "'model' is missing")]
    [InlineData("""{"model":""}""", "'model' is missing")]
    [InlineData("""{"model":7}""", "'model' must be a string")]
    [InlineData("""{"model":null}""", "'model' must be a string")]
    [InlineData("""{"model":"\ud800"}""", "not valid UTF-8")]
    [InlineData("""{"model":"m","stream":"yes"}""", "'stream' must be true or false")]
    [InlineData("""{"model":"m","stream_options":[]}""", "'stream_options' must be an object")]
    [InlineData("""{"model":"m","stream_options":{"include_usage":1}}""", "include_usage")]
    [InlineData("""{"model":"m","model":"n"}""", "twice")]
    [InlineData("""{"model":"m","stream":true,"stream":false}""", "twice")]
    [InlineData("""{"messages":[],"model":"m","messages":[]}""", "'messages' stands twice")]
    [InlineData("""{"max_tokens":1,"model":"m","max_tokens":2}""", "'max_tokens' stands twice")]
    [InlineData("""{"tools":[],"model":"m","tools":[]}""", "'tools' stands twice")]
    [InlineData("""{"system":"a","input":"b","model":"m","system":"c"}""", "'system' stands twice")]
    [InlineData("""{"model":"m","stream_options":{"include_usage":true,"include_usage":false}}""", "twice")]
    public void Bad_bodies_are_refused_with_a_reason(string body, string reason)
    {
        var fault = Assert.Throws<GatewayFaultException>(() => Read(body)).Fault;
        Assert.Equal(400, fault.Status);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nesting_bomb_is_refused() =>
        Assert.Throws<GatewayFaultException>(() => Read("{\"model\":\"m\",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));

    [Fact]
    public void Random_bytes_are_refused_and_nothing_else_is_thrown() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        try
        {
            EnvelopeReader.Read(bytes);
        }
        catch (GatewayFaultException)
        {
            // the only way out
        }
    });

    private static RequestEnvelope Read(string body) => EnvelopeReader.Read(Encoding.UTF8.GetBytes(body));
}
