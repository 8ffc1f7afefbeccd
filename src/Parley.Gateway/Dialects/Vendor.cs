using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects;

/// <summary>What differs between the vendors who speak OpenAI's formats, known by their host.</summary>
/// <param name="IsOpenAi">OpenAI itself, or OpenAI's models at Azure: newest field names, strict about unknown ones.</param>
/// <param name="IsMistral">Mistral: refuses fields that it does not know, and has its own name for the seed.</param>
/// <param name="TakesReasoning">DeepSeek and Moonshot: want the reasoning of turns that called tools back.</param>
internal readonly record struct Vendor(bool IsOpenAi, bool IsMistral, bool TakesReasoning)
{
    /// <summary>OpenAI takes names of users up to this length.</summary>
    private const int LongestUser = 64;

    private static readonly string[] Unsampled = ["o1", "o3", "o4", "gpt-5"];
    private static readonly string[] ReasoningBack = ["api.deepseek.com", "api.moonshot.ai", "api.moonshot.cn"];

    /// <summary>OpenAI takes four stop sequences at most.</summary>
    public int MostStops => IsOpenAi ? 4 : int.MaxValue;

    /// <summary>OpenAI's newer models take only <c>max_completion_tokens</c>; compatible servers often know only the older name.</summary>
    public ReadOnlySpan<byte> MaxTokens => IsOpenAi ? "max_completion_tokens"u8 : "max_tokens"u8;

    /// <summary>Custom tools are OpenAI's own: compatible servers get the functions that stand for them.</summary>
    public bool TakesCustomTools => IsOpenAi;

    /// <summary>Mistral sends usage unasked, and refuses to be asked.</summary>
    public bool TakesStreamOptions => !IsMistral;

    /// <summary>Whether a model takes sampling parameters and stop sequences: OpenAI's first reasoning models refuse them.
    /// Later ones (from gpt-5.1) take some when they do not reason, and judge for themselves.</summary>
    public bool Samples(string model) => !IsOpenAi || model.StartsWith("gpt-5-chat", StringComparison.Ordinal)
        || !Array.Exists(Unsampled, family => model == family || model.StartsWith(family + "-", StringComparison.Ordinal));

    /// <summary>A user's name as the vendor takes it. A long one (Claude Code's holds an account and a session) is told apart as well by
    /// its hash, which OpenAI recommends anyway.</summary>
    public string UserName(string name) =>
        !IsOpenAi || name.Length <= LongestUser ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>The vendor behind an upstream.</summary>
    public static Vendor Of(UpstreamConfig upstream)
    {
        var host = upstream.BaseUrl?.Host ?? "";
        return new(
            host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".services.ai.azure.com", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".cognitiveservices.azure.com", StringComparison.OrdinalIgnoreCase),
            host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase),
            Array.Exists(ReasoningBack, h => host.Equals(h, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>False for OpenAI's models that are known not to reason, and refuse to be asked.</summary>
    public bool Reasons(string model) => !IsOpenAi
        || !(model.StartsWith("gpt-4", StringComparison.Ordinal) || model.StartsWith("gpt-3", StringComparison.Ordinal) || model.StartsWith("chatgpt-", StringComparison.Ordinal));
}
