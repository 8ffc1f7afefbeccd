using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Dialects.Pairs.ChatOverGemini;

/// <summary>
/// A chat client over a Gemini upstream: <c>x.request.json</c> reaches the upstream as <c>x.upstream.json</c> (and what was dropped);
/// the vendor's answers, which stand with the dialect's own tests, reach the client as <c>x.sse.chat.txt</c> or <c>x.json.chat.txt</c>.
/// </summary>
public sealed class ChatOverGeminiTests
{
    private static readonly Golden Golden = new(Path.Combine("Pairs", "ChatOverGemini"));
    private static readonly Golden Vendor = new("Gemini");
    private static readonly OpenAiChatDialect Client = new();
    private static readonly GeminiDialect Upstream = new();

    public static TheoryData<string> Requests => [.. Golden.Names(".request.json")];

    public static TheoryData<string> Answers => [.. Golden.Names(".chat.txt")];

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

    [Theory, MemberData(nameof(Answers))]
    public void The_client_receives(string name)
    {
        var identity = new AnswerIdentity("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));
        var writer = name.EndsWith(".sse", StringComparison.Ordinal) ? Client.CreateStreamWriter(identity, includeUsage: true) : Client.CreateWholeWriter(identity);
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in Vendor.Read(name, Upstream).Events) writer.Write(item, output);
        Assert.Equal(Golden.Text(name + ".chat.txt"), Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
