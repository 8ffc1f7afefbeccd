using System.Buffers;
using System.Text.Json;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Fuzz.Targets;

/// <summary>A client's request on its way to upstreams of the other format: refused with a 400, or written as a request that format's own reader takes.</summary>
internal sealed class RequestTarget(string name, IDialect client, IDialect upstream, UpstreamTarget[] targets, Func<string, bool> isSeed) : Target
{
    private readonly Nowhere _nowhere = new();

    public static RequestTarget Chat { get; } = new("chat-request", new OpenAiChatDialect(), new AnthropicDialect(),
        [.. new[] { "claude-3-haiku", "claude-3-7-sonnet", "claude-opus-4-1", "claude-sonnet-4-6", "claude-opus-4-7", "other" }.Select(m => To("messages", "https://api.anthropic.com", m))],
        path => path.StartsWith("OpenAiChat/golden/request", StringComparison.Ordinal) || path.StartsWith("Pairs/ChatOverMessages/golden/request", StringComparison.Ordinal));

    public static RequestTarget Messages { get; } = new("messages-request", new AnthropicDialect(), new OpenAiChatDialect(),
        [To("chat", "https://api.openai.com/v1", "gpt-4o"), To("chat", "https://api.openai.com/v1", "gpt-5"), To("chat", "https://api.mistral.ai/v1", "m"), To("chat", "http://127.0.0.1:1/v1", "m")],
        path => path.StartsWith("Anthropic/requests/", StringComparison.Ordinal) || path.EndsWith(".request.json", StringComparison.Ordinal));

    public static bool IsRequest(string path) => Chat.IsSeed(path) || Messages.IsSeed(path);

    public override string Name => name;

    public override bool IsSeed(string path) => isSeed(path);

    public override void Run(ReadOnlyMemory<byte> input)
    {
        if (Read(client, input) is { } prompt) upstream.WriteRequest(prompt, targets[0], stream: true, _nowhere);
    }

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        foreach (var target in targets)
        {
            if (Read(client, input) is not { } prompt) return;
            var output = new ArrayBufferWriter<byte>();
            var dropped = upstream.WriteRequest(prompt, target, stream: true, output);
            Written.Json(output.WrittenSpan, $"a request written for {target.UpstreamModel}");
            var envelope = EnvelopeReader.Read(output.WrittenSpan);
            Grammar.Law(envelope.Model == target.UpstreamModel && envelope.Stream, "the written request asks for something else");
            JudgeRequest(JsonElement.Parse(output.WrittenSpan));
            Grammar.Law(dropped.Count <= 101 && dropped.All(d => d.Length <= 120), "the names of dropped fields have no end");
        }
    }

    /// <summary>Of nonsense nothing may be left, and what an address or a media type may be is the vendor's to judge.</summary>
    private void JudgeRequest(JsonElement written)
    {
        if (written.GetProperty("messages").GetArrayLength() == 0) return;
        try
        {
            upstream.ReadRequest(written);
        }
        catch (GatewayFaultException refused) when (refused.Fault.Param is { } param && (param.EndsWith("url", StringComparison.Ordinal) || param.EndsWith("file_data", StringComparison.Ordinal)))
        {
            // The vendor says so to the caller.
        }
    }

    private static Prompt? Read(IDialect dialect, ReadOnlyMemory<byte> input)
    {
        try
        {
            EnvelopeReader.Read(input.Span);
            return PromptReader.Read(dialect, LlmOperation.Generate, input.Span);
        }
        catch (GatewayFaultException refused)
        {
            Grammar.Law(refused.Fault.Status == 400, "a refusal that is not a 400");
            return null;
        }
    }

    private static UpstreamTarget To(string kind, string url, string model) => new(new UpstreamConfig { Name = "u", Kind = kind, BaseUrl = new Uri(url) }, model);
}
