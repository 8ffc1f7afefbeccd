using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Http;

public sealed class PromptReaderTests
{
    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a","content":"b"}]}""", "twice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"temperature":0,"temperature":1}""", "twice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f","name":"g"}}]}""", "twice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a","\ud83d":1}]}""", "not valid text")]
    public void A_body_that_must_be_translated_may_not_be_ambiguous(string body, string words)
    {
        var fault = Assert.Throws<GatewayFaultException>(() => PromptReader.Read(new OpenAiChatDialect(), LlmOperation.Generate, Encoding.UTF8.GetBytes(body))).Fault;
        Assert.Equal(400, fault.Status);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_do_not_reach_another_format()
    {
        byte[] body = [.. "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xC3, .. "\"}]}"u8];
        Assert.Equal(400, Assert.Throws<GatewayFaultException>(() => PromptReader.Read(new OpenAiChatDialect(), LlmOperation.Generate, body)).Fault.Status);
    }

    [Fact]
    public void Names_of_dropped_fields_are_few_and_short_whatever_a_Messages_client_sends()
    {
        var fields = string.Concat(Enumerable.Range(0, 50_000).Select(i => $",\"{new string('x', 200)}{i}\":1"));
        var prompt = PromptReader.Read(new AnthropicDialect(), LlmOperation.Generate, Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"}]{{fields}}}"""));
        Assert.True(prompt.Unshared.Count <= 101);
        Assert.All(prompt.Unshared, name => Assert.True(name.Length <= 103));
    }
}
