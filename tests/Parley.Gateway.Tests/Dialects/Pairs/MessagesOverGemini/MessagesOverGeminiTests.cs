using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Dialects.Anthropic;

namespace Parley.Gateway.Tests.Dialects.Pairs.MessagesOverGemini;

/// <summary>
/// A Messages client over a Gemini upstream: <c>x.request.json</c> reaches the upstream as <c>x.upstream.json</c> (and what was
/// dropped); the vendor's answers, which stand with the dialect's own tests, reach the client as <c>x.client.sse</c> or <c>x.client.json</c>.
/// </summary>
public sealed class MessagesOverGeminiTests
{
    private static readonly Golden Golden = new(Path.Combine("Pairs", "MessagesOverGemini"));
    private static readonly Golden Vendor = new("Gemini");
    private static readonly AnthropicDialect Client = new();
    private static readonly GeminiDialect Upstream = new();

    public static TheoryData<string> Requests => [.. Golden.Names(".request.json")];

    public static TheoryData<string> Streams => [.. Golden.Names(".client.sse")];

    public static TheoryData<string> Bodies => [.. Golden.Names(".client.json")];

    public static TheoryData<string> Both => [.. Golden.Names(".client.json").Intersect(Golden.Names(".client.sse"))];

    [Theory, MemberData(nameof(Requests))]
    public void The_upstream_receives(string name)
    {
        using var body = JsonDocument.Parse(Golden.Text(name + ".request.json"));
        var target = new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = "gemini", BaseUrl = new Uri("https://generativelanguage.googleapis.com") },
            body.RootElement.GetProperty("model").GetString()!);
        var output = new ArrayBufferWriter<byte>();
        var dropped = Upstream.WriteRequest(Client.ReadRequest(body.RootElement), target, stream: true, output);
        Assert.Equal(Golden.Text(name + ".upstream.json").TrimEnd(), Shown.Of(output.WrittenMemory, dropped));
    }

    [Theory, MemberData(nameof(Streams))]
    public void The_client_receives_a_stream(string name) =>
        Assert.Equal(Golden.Text(name + ".client.sse"), Translate(name + ".sse", Client.CreateStreamWriter(Answers.Identity, false)));

    [Theory, MemberData(nameof(Bodies))]
    public void The_client_receives_a_body(string name) =>
        Assert.Equal(Golden.Text(name + ".client.json"), Translate(name + ".json", Client.CreateWholeWriter(Answers.Identity)));

    [Theory, MemberData(nameof(Both))]
    public void A_stream_means_what_the_body_means(string name) => Assert.Equal(
        Answers.Fold(Answers.ReadBody(Golden.Text(name + ".client.json"))),
        Answers.Fold(Answers.ReadStream(Golden.Text(name + ".client.sse"))));

    private static string Translate(string answer, IAnswerWriter writer)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in Vendor.Read(answer, Upstream).Events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
