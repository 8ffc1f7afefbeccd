using System.Buffers;
using System.Text;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Tests.Dialects.OpenAiResponses;

namespace Parley.Gateway.Tests.Dialects.Pairs.ResponsesOverGemini;

/// <summary>A Responses client over a Gemini upstream: the vendor's answers, which stand with the dialect's own tests, reach the client as
/// <c>x.sse.responses.txt</c> or <c>x.json.responses.txt</c>.</summary>
public sealed class ResponsesOverGeminiTests
{
    private static readonly Golden Golden = new(Path.Combine("Pairs", "ResponsesOverGemini"));
    private static readonly Golden Vendor = new("Gemini");
    private static readonly OpenAiResponsesDialect Client = new();

    public static TheoryData<string> Answers => [.. Golden.Names(".responses.txt")];

    [Theory, MemberData(nameof(Answers))]
    public void The_client_receives(string name)
    {
        var isStreamed = name.EndsWith(".sse", StringComparison.Ordinal);
        var writer = isStreamed ? Client.CreateStreamWriter(Said.Identity, includeUsage: true) : Client.CreateWholeWriter(Said.Identity);
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in Vendor.Read(name, new GeminiDialect()).Events) writer.Write(item, output);
        var written = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Equal(Golden.Text(name + ".responses.txt"), written);
        if (isStreamed) StreamLaws.Assert(written);
    }
}
