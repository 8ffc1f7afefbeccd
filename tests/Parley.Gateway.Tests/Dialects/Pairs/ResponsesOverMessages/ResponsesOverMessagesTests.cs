using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects.Pairs.ResponsesOverMessages;

/// <summary>A Responses client over a Messages upstream: what the upstream is asked, and what the client gets of the vendor's answers.</summary>
public sealed class ResponsesOverMessagesTests
{
    private static readonly Golden s_golden = new(Path.Combine("Pairs", "ResponsesOverMessages"));
    private static readonly Golden s_vendor = new("Anthropic");
    private static readonly IDialect s_client = new OpenAiResponsesDialect();
    private static readonly IDialect s_upstream = new AnthropicDialect();

    public static TheoryData<string> Requests => [.. s_golden.Names(".upstream.txt")];

    public static TheoryData<string> Answers => [.. s_golden.Names(".responses.txt")];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_reaches_the_upstream_in_its_own_words(string name)
    {
        using var body = JsonDocument.Parse(s_golden.Bytes(name + ".json"));
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "messages", BaseUrl = new Uri("https://api.anthropic.com") }, "claude-sonnet-4-5");
        var output = new ArrayBufferWriter<byte>();
        var dropped = s_upstream.WriteRequest(s_client.ReadRequest(body.RootElement), target, stream: true, output);
        Assert.Equal(s_golden.Text(name + ".upstream.txt"), $"{Encoding.UTF8.GetString(output.WrittenSpan)}\ndropped: {string.Join(", ", dropped)}\n");
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_reaches_the_client_in_its_own_words(string name)
    {
        var identity = new AnswerIdentity("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));
        var writer = name.EndsWith(".sse", StringComparison.Ordinal) ? s_client.CreateStreamWriter(identity, includeUsage: true) : s_client.CreateWholeWriter(identity);
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in s_vendor.Read(name, s_upstream).Events) writer.Write(item, output);
        Assert.Equal(s_golden.Text(name + ".responses.txt"), Encoding.UTF8.GetString(output.WrittenSpan));
        if (name.EndsWith(".sse", StringComparison.Ordinal)) StreamLaws.Assert(Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
