using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects.Anthropic;

namespace Parley.Gateway.Tests.Dialects.Pairs.MessagesOverChat;

/// <summary>
/// A Messages client over a Chat Completions upstream: <c>x.request.json</c> reaches the upstream as <c>x.upstream.json</c>
/// (and what was dropped); <c>x.answer.sse</c> or <c>x.answer.json</c> reaches the client as <c>x.client.sse</c> or <c>x.client.json</c>.
/// </summary>
public sealed class MessagesOverChatTests
{
    private static readonly Golden Golden = new(Path.Combine("Pairs", "MessagesOverChat"));
    private static readonly AnthropicDialect Client = new();
    private static readonly OpenAiChatDialect Upstream = new();

    public static TheoryData<string> Requests => [.. Golden.Names(".request.json")];

    public static TheoryData<string> Streams => [.. Golden.Names(".answer.sse")];

    public static TheoryData<string> Bodies => [.. Golden.Names(".answer.json")];

    public static TheoryData<string> Both => [.. Golden.Names(".answer.json").Intersect(Golden.Names(".answer.sse"))];

    [Theory, MemberData(nameof(Requests))]
    public void The_upstream_receives(string name)
    {
        using var body = JsonDocument.Parse(Golden.Text(name + ".request.json"));
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "chat", BaseUrl = new Uri("https://api.openai.com/v1") },
            body.RootElement.GetProperty("model").GetString()!);
        var output = new ArrayBufferWriter<byte>();
        var dropped = Upstream.WriteRequest(Client.ReadRequest(body.RootElement), target, stream: true, output);
        using var written = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(Golden.Text(name + ".upstream.json").TrimEnd(), Compact(written.RootElement) + "\n" + JsonSerializer.Serialize(dropped));
    }

    [Theory, MemberData(nameof(Streams))]
    public void The_client_receives_a_stream(string name) =>
        Assert.Equal(Golden.Text(name + ".client.sse"), Translate(name + ".answer.sse", Client.CreateStreamWriter(Answers.Identity, false)));

    [Theory, MemberData(nameof(Bodies))]
    public void The_client_receives_a_body(string name) =>
        Assert.Equal(Golden.Text(name + ".client.json"), Translate(name + ".answer.json", Client.CreateWholeWriter(Answers.Identity)));

    [Theory, MemberData(nameof(Both))]
    public void A_stream_means_what_the_body_means(string name) => Assert.Equal(
        Answers.Fold(Answers.ReadBody(Golden.Text(name + ".client.json"))),
        Answers.Fold(Answers.ReadStream(Golden.Text(name + ".client.sse"))));

    private static string Translate(string answer, IAnswerWriter writer)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var item in Golden.Read(answer, Upstream).Events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Without the white space that the client's own JSON brought along.</summary>
    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
