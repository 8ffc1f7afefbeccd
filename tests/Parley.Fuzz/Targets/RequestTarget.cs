using System.Buffers;
using System.Text.Json;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Fuzz.Targets;

/// <summary>A client's request on its way to upstreams of other formats: refused with a 400, or written as a request that each format's own reader takes.</summary>
internal sealed class RequestTarget(string name, IDialect client, (IDialect Dialect, UpstreamTarget Target)[] upstreams, Func<string, bool> isSeed) : Target
{
    private readonly Nowhere _nowhere = new();

    private static readonly (IDialect, UpstreamTarget)[] s_chat = To("chat", new OpenAiChatDialect(),
        ("https://api.openai.com/v1", "gpt-4o"), ("https://api.openai.com/v1", "gpt-5"), ("https://api.mistral.ai/v1", "m"), ("http://127.0.0.1:1/v1", "m"));

    private static readonly (IDialect, UpstreamTarget)[] s_responses = To("responses", new OpenAiResponsesDialect(),
        ("https://api.openai.com/v1", "gpt-4o"), ("https://api.openai.com/v1", "gpt-5"), ("http://127.0.0.1:1/v1", "m"));

    private static readonly (IDialect, UpstreamTarget)[] s_messages = To("messages", new AnthropicDialect(),
        [.. new[] { "claude-3-haiku", "claude-3-7-sonnet", "claude-opus-4-1", "claude-sonnet-4-6", "claude-opus-4-7", "other" }.Select(m => ("https://api.anthropic.com", m))]);

    public static RequestTarget Chat { get; } = new("chat-request", new OpenAiChatDialect(), [.. s_messages, .. s_responses],
        path => path.StartsWith("OpenAiChat/golden/request", StringComparison.Ordinal) || path.StartsWith("Pairs/ChatOver", StringComparison.Ordinal) && path.Contains("/golden/request", StringComparison.Ordinal));

    public static RequestTarget Messages { get; } = new("messages-request", new AnthropicDialect(), [.. s_chat, .. s_responses],
        path => path.StartsWith("Anthropic/requests/", StringComparison.Ordinal) || path.EndsWith(".request.json", StringComparison.Ordinal));

    public static RequestTarget Responses { get; } = new("responses-request", new OpenAiResponsesDialect(), [.. s_chat, .. s_messages],
        path => path.StartsWith("OpenAiResponses/golden/request", StringComparison.Ordinal) || path.StartsWith("Pairs/ResponsesOver", StringComparison.Ordinal) && path.Contains("/golden/request", StringComparison.Ordinal));

    public static bool IsRequest(string path) => Chat.IsSeed(path) || Messages.IsSeed(path) || Responses.IsSeed(path);

    public override string Name => name;

    public override bool IsSeed(string path) => isSeed(path);

    public override void Run(ReadOnlyMemory<byte> input)
    {
        if (Read(client, input) is { } prompt) upstreams[0].Dialect.WriteRequest(prompt, upstreams[0].Target, stream: true, _nowhere);
    }

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        foreach (var (upstream, target) in upstreams)
        {
            if (Read(client, input) is not { } prompt) return;
            var output = new ArrayBufferWriter<byte>();
            var dropped = upstream.WriteRequest(prompt, target, stream: true, output);
            Written.Json(output.WrittenSpan, $"a request written for {target.UpstreamModel}");
            var envelope = EnvelopeReader.Read(output.WrittenSpan);
            Grammar.Law(envelope.Model == target.UpstreamModel && envelope.Stream, "the written request asks for something else");
            JudgeRequest(upstream, JsonElement.Parse(output.WrittenSpan));
            Grammar.Law(dropped.Count <= 101 && dropped.All(d => d.Length <= 120), "the names of dropped fields have no end");
        }
    }

    /// <summary>Of nonsense nothing may be left, and what an address or a media type may be is the vendor's to judge.</summary>
    private static void JudgeRequest(IDialect upstream, JsonElement written)
    {
        if (written.GetProperty(upstream.Format == WireFormat.Responses ? "input" : "messages").GetArrayLength() == 0) return;
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

    private static (IDialect, UpstreamTarget)[] To(string kind, IDialect dialect, params (string Url, string Model)[] targets) =>
        [.. targets.Select(t => (dialect, new UpstreamTarget(new UpstreamConfig { Name = "u", Kind = kind, BaseUrl = new Uri(t.Url) }, t.Model)))];
}
