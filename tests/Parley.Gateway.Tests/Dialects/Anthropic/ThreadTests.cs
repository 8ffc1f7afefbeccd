using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class ThreadTests
{
    private static readonly AnthropicDialect Dialect = new();

    [Theory]
    [InlineData("""{"type":"create"}""")]
    [InlineData("""{"type":"continue","previous_message_id":"msg_1"}""")]
    public void Threads_are_refused_so_that_clients_send_the_whole_conversation(string thread)
    {
        var fault = Assert.Throws<GatewayFaultException>(() => Dialect.ReadRequest(Request(thread))).Fault;
        var body = new ArrayBufferWriter<byte>();
        Dialect.WriteError(fault, "req_1", body);
        var error = JsonDocument.Parse(body.WrittenMemory).RootElement.GetProperty("error");
        Assert.Equal((400, "invalid_request_error"), (fault.Status, error.GetProperty("type").GetString()));
        Assert.Equal("thread_unsupported_request", error.GetProperty("details").GetProperty("error_code").GetString());
    }

    [Fact]
    public void Without_a_thread_nothing_is_refused() => Assert.Single(Dialect.ReadRequest(Request("null")).Turns);

    [Fact]
    public void Tokens_of_a_thread_are_counted() =>
        Assert.Equal(["thread"], Dialect.ReadRequest(Request("""{"type":"create"}"""), LlmOperation.CountTokens).Unshared);

    private static JsonElement Request(string thread) =>
        JsonElement.Parse($$"""{"max_tokens":5,"thread":{{thread}},"messages":[{"role":"user","content":"hi"}]}""");
}
