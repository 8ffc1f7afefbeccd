using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;

namespace Parley.Fuzz.Targets;

/// <summary>A whole answer.</summary>
internal sealed class BodyTarget(string name, IUpstreamDialect from, IDialect[] clients, Func<string, bool> isSeed) : AnswerTarget(from, clients)
{
    public static BodyTarget Chat { get; } = new("chat-body", new OpenAiChatDialect(), [new OpenAiChatDialect(), new OpenAiResponsesDialect(), new AnthropicDialect()],
        path => path.StartsWith("OpenAiChat/golden/whole-", StringComparison.Ordinal) || path.EndsWith(".answer.json", StringComparison.Ordinal) || path.EndsWith(".json.chat.txt", StringComparison.Ordinal));

    public static BodyTarget Messages { get; } = new("messages-body", new AnthropicDialect(), [new AnthropicDialect(), new OpenAiResponsesDialect(), new OpenAiChatDialect()],
        path => (path.StartsWith("Anthropic/golden/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal)) || path.EndsWith(".client.json", StringComparison.Ordinal));

    public static BodyTarget Responses { get; } = new("responses-body", new OpenAiResponsesDialect(), [new OpenAiResponsesDialect(), new OpenAiChatDialect(), new AnthropicDialect()],
        path => path.StartsWith("OpenAiResponses/golden/whole-", StringComparison.Ordinal) || path.EndsWith(".json.responses.txt", StringComparison.Ordinal));

    public static BodyTarget Gemini { get; } = new("gemini-body", new GeminiDialect(), [new OpenAiChatDialect(), new OpenAiResponsesDialect(), new AnthropicDialect()],
        path => path.StartsWith("Gemini/golden/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal));

    public override string Name => name;

    public override bool IsSeed(string path) => isSeed(path);

    protected override void Read(ReadOnlyMemory<byte> input, int cut, Answers.Step step) => Answers.Body(From, input, step);
}
