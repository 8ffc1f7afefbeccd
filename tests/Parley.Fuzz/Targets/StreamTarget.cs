using System.Text;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Fuzz.Targets;

/// <summary>A streamed answer; however its bytes are cut, it says the same.</summary>
internal sealed class StreamTarget(string name, IUpstreamDialect from, IDialect[] clients, Func<string, bool> isSeed) : AnswerTarget(from, clients)
{
    public static StreamTarget Chat { get; } = new("chat-stream", new OpenAiChatDialect(), [new OpenAiChatDialect(), new OpenAiResponsesDialect(), new AnthropicDialect()],
        path => (path.StartsWith("OpenAiChat/", StringComparison.Ordinal) && path.EndsWith(".sse", StringComparison.Ordinal)) || path.EndsWith(".answer.sse", StringComparison.Ordinal) || path.EndsWith(".sse.chat.txt", StringComparison.Ordinal));

    public static StreamTarget Messages { get; } = new("messages-stream", new AnthropicDialect(), [new AnthropicDialect(), new OpenAiResponsesDialect(), new OpenAiChatDialect()],
        path => (path.StartsWith("Anthropic/", StringComparison.Ordinal) && path.EndsWith(".sse", StringComparison.Ordinal)) || path.EndsWith(".client.sse", StringComparison.Ordinal));

    public static StreamTarget Responses { get; } = new("responses-stream", new OpenAiResponsesDialect(), [new OpenAiResponsesDialect(), new OpenAiChatDialect(), new AnthropicDialect()],
        path => (path.StartsWith("OpenAiResponses/", StringComparison.Ordinal) && path.EndsWith(".sse", StringComparison.Ordinal)) || path.EndsWith(".sse.responses.txt", StringComparison.Ordinal));

    public static StreamTarget Gemini { get; } = new("gemini-stream", new GeminiDialect(), [new OpenAiChatDialect(), new OpenAiResponsesDialect(), new AnthropicDialect()],
        path => path.StartsWith("Gemini/", StringComparison.Ordinal) && path.EndsWith(".sse", StringComparison.Ordinal));

    public override string Name => name;

    public override bool IsSeed(string path) => isSeed(path);

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        base.Judge(input);
        if (input.Length > 20_000) return; // one byte at a time takes too long
        var whole = Dump(input, 0);
        foreach (var cut in (int[])[1, -1])
            Grammar.Law(whole == Dump(input, cut), "another cutting of the bytes gives other events");
    }

    protected override void Read(ReadOnlyMemory<byte> input, int cut, Answers.Step step) => Answers.Stream(From, input, cut, step);

    private string Dump(ReadOnlyMemory<byte> input, int cut)
    {
        var text = new StringBuilder();
        Read(input, cut, (in LlmEvent item) => text.Append(item.Kind).Append(' ').Append(item.Block).Append(' ').Append(item.BlockKind).Append(' ').Append(item.Text.ToString())
            .Append(item.Usage).Append(item.Fault?.Message).Append(item.Finish).Append(Encoding.UTF8.GetString(item.Json.Span)).Append('\n'));
        return text.ToString();
    }
}
