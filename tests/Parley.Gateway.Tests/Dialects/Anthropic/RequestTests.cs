using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

/// <summary>Requests by golden files: <c>requests/x.json</c> is read, and written again as <c>x.written.json</c>, which
/// also lists what was dropped.</summary>
public sealed class RequestTests
{
    private static readonly AnthropicDialect Dialect = new();
    private static readonly Golden Golden = new(Path.Combine("Anthropic", "requests"));

    public static TheoryData<string> Requests => [.. Golden.Names(".json").Where(n => !n.EndsWith(".written", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Requests))]
    public void A_request_is_read_and_written_again(string name) =>
        Assert.Equal(Golden.Text(name + ".written.json").TrimEnd(), Write(Golden.Text(name + ".json")));

    /// <summary>Claude Code begins with a line for Anthropic's bookkeeping that is another one with each request, which broke the prompt caches of all others.</summary>
    [Theory]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.120.cf9; cc_entrypoint=cli; cch=543cf;"},{"type":"text","text":"You help."}]""", "You help.")]
    [InlineData("\"x-anthropic-billing-header: cc_version=2.1.88; cch=1;\\n\\nYou help.\"", "You help.")]
    [InlineData("\"x-anthropic-billing-header: cch=1;\"", "")]
    [InlineData("\"What is an x-anthropic-billing-header: ?\"", "What is an x-anthropic-billing-header: ?")]
    public void What_Claude_Code_tells_Anthropics_bookkeeping_reaches_no_other_vendor(string system, string told)
    {
        using var document = JsonDocument.Parse($$"""{"max_tokens":1,"messages":[{"role":"user","content":"x"}],"system":{{system}}}""");
        var prompt = Dialect.ReadRequest(document.RootElement);
        Assert.Equal(told, string.Concat(prompt.System.Select(part => part.Text)));
        Assert.Equal(told.Contains("header", StringComparison.Ordinal) ? [] : ["system.x-anthropic-billing-header"], prompt.Unshared);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "max_tokens")]
    [InlineData("{\"max_tokens\":\"5\",\"messages\":[]}", "max_tokens")]
    [InlineData("{\"max_tokens\":0,\"messages\":[]}", "max_tokens")]
    [InlineData("{\"max_tokens\":1}", "messages")]
    [InlineData("{\"max_tokens\":1,\"messages\":[]}", "messages")]
    [InlineData("{\"max_tokens\":1,\"messages\":{}}", "messages")]
    [InlineData("{\"max_tokens\":1,\"messages\":[5]}", "messages.0")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"content\":\"x\"}]}", "messages.0.role")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}", "messages.0.role")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\"}]}", "messages.0.content")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":7}]}", "messages.0.content")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}", "messages.1.content.0.type")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":1}]}]}", "messages.0.content.0.text")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}", "messages.0.content.0.source")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"x\"}}]}]}", "messages.0.content.0.source.type")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\"}}]}]}", "messages.0.content.0.source.data")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":\"x\"}]}]}", "messages.0.content.0.tool_use_id")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":[{\"type\":\"text\"}]}]}]}", "messages.0.content.0.content.0.text")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":\"x\"}]}]}", "messages.0.content.0.input")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"system\":5}", "system")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"}", "temperature")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stop_sequences\":[1]}", "stop_sequences.0")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"name\":\"f\"}]}", "tools.0.input_schema")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"input_schema\":{}}]}", "tools.0.name")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":\"auto\"}", "tool_choice")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":{\"type\":\"tool\"}}", "tool_choice.name")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"thinking\":{\"type\":\"enabled\"}}", "thinking.budget_tokens")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"output_config\":{\"format\":{\"type\":\"json_schema\"}}}", "output_config.format.schema")]
    [InlineData("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"metadata\":{\"user_id\":5}}", "metadata.user_id")]
    public void A_wrong_field_is_named(string body, string? param)
    {
        using var document = JsonDocument.Parse(body);
        var fault = Assert.Throws<GatewayFaultException>(() => Dialect.ReadRequest(document.RootElement)).Fault;
        Assert.Equal((400, param), (fault.Status, fault.Param));
        if (param is not null) Assert.Contains(param, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counting_needs_no_max_tokens()
    {
        using var document = JsonDocument.Parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        Assert.Null(Dialect.ReadRequest(document.RootElement, LlmOperation.CountTokens).MaxOutputTokens);
    }

    private static string Write(string request)
    {
        using var document = JsonDocument.Parse(request);
        var model = document.RootElement.GetProperty("model").GetString()!;
        var output = new ArrayBufferWriter<byte>();
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "messages" }, model);
        var dropped = Dialect.WriteRequest(Dialect.ReadRequest(document.RootElement), target, stream: false, output);
        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n" + JsonSerializer.Serialize(dropped);
    }
}
