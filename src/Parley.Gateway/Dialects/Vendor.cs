using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects;

/// <summary>What differs between the vendors who speak OpenAI's formats, known by their host, and between their models, known by name.</summary>
/// <param name="IsOpenAi">OpenAI itself, or OpenAI's models at Azure: newest field names, strict about unknown ones.</param>
/// <param name="IsMistral">Mistral: refuses fields that it does not know, and has its own name for the seed.</param>
/// <param name="TakesReasoning">DeepSeek and Moonshot: want the reasoning of turns that called tools back.</param>
/// <param name="IsOther">Any other host. It may be a proxy (a company's own, OpenRouter, LiteLLM), and pass on to OpenAI what it is sent.</param>
/// <param name="Model">The vendor's own name of the model.</param>
internal readonly record struct Vendor(bool IsOpenAi, bool IsMistral, bool TakesReasoning, bool IsOther, string Model)
{
    /// <summary>OpenAI takes names of users up to this length; OpenRouter, Zhipu and others up to 128.</summary>
    private const int LongestUser = 64;

    /// <summary>How OpenRouter and proxies spell whose model it is.</summary>
    private const string Maker = "openai/";

    private static readonly string[] Reasoners = ["o1", "o3", "o4", "gpt-5"];
    private static readonly string[] ReasoningBack = ["api.deepseek.com", "api.moonshot.ai", "api.moonshot.cn"];

    /// <summary>Whether OpenAI's rules hold: at OpenAI, and for its reasoning models wherever they are served, because a proxy that
    /// passes on what they refuse gets a 400 for it, and those that judge for themselves take OpenAI's names as well.</summary>
    public bool ServesOpenAi => IsOpenAi || (IsOther && IsReasoner(out _));

    /// <summary>OpenAI takes four stop sequences at most.</summary>
    public int MostStops => ServesOpenAi ? 4 : int.MaxValue;

    /// <summary>OpenAI's newer models take only <c>max_completion_tokens</c>; compatible servers often know only the older name.</summary>
    public ReadOnlySpan<byte> MaxTokens => ServesOpenAi ? "max_completion_tokens"u8 : "max_tokens"u8;

    /// <summary>Custom tools are OpenAI's own: compatible servers get the functions that stand for them.</summary>
    public bool TakesCustomTools => IsOpenAi;

    /// <summary>Whether there may be several system messages, and in the middle: servers of open models fill in templates, of which many (those of newer
    /// Qwens, Gemma) refuse all but one at the beginning (github.com/vllm-project/vllm/issues/41114).</summary>
    public bool TakesLateInstructions => !IsOther || ServesOpenAi;

    /// <summary>Mistral sends usage unasked, and refuses to be asked.</summary>
    public bool TakesStreamOptions => !IsMistral;

    /// <summary>Whether the model takes sampling parameters and stop sequences: OpenAI's first reasoning models refuse them.
    /// Later ones (from gpt-5.1) take some when they do not reason, and judge for themselves.</summary>
    public bool Samples => !ServesOpenAi || !IsReasoner(out var rest) || rest.StartsWith(".", StringComparison.Ordinal) || rest.StartsWith("-chat", StringComparison.Ordinal);

    /// <summary>Whether the model tells log probabilities: it refuses to be asked together with the sampling parameters.</summary>
    public bool TakesLogprobs => Samples && !IsMistral;

    /// <summary>In chat only models that were made for it search the web; all others refuse to be asked.</summary>
    public bool SearchesInChat => Model.Contains("-search", StringComparison.Ordinal);

    /// <summary>False for OpenAI's models that are known not to reason, and refuse to be asked.</summary>
    public bool Reasons => !IsOpenAi
        || !(Model.StartsWith("gpt-4", StringComparison.Ordinal) || Model.StartsWith("gpt-3", StringComparison.Ordinal) || Model.StartsWith("chatgpt-", StringComparison.Ordinal));

    /// <summary>A user's name as every vendor takes it, also behind a proxy. A long one (Claude Code's holds a device, an account and a session) is told
    /// apart as well by its hash, which OpenAI recommends anyway.</summary>
    public static string UserName(string name) =>
        name.Length <= LongestUser ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>The vendor behind an upstream, and the model that is asked there.</summary>
    public static Vendor Of(UpstreamTarget target)
    {
        var host = target.Upstream.BaseUrl?.Host ?? "";
        var isOpenAi = host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".services.ai.azure.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".cognitiveservices.azure.com", StringComparison.OrdinalIgnoreCase);
        var isMistral = host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase);
        var takesReasoning = Array.Exists(ReasoningBack, h => host.Equals(h, StringComparison.OrdinalIgnoreCase));
        return new(isOpenAi, isMistral, takesReasoning, host.Length > 0 && !isOpenAi && !isMistral && !takesReasoning, target.UpstreamModel);
    }

    /// <summary>Whether the model is of a family of OpenAI's that reasons; <paramref name="rest"/> is what its name says beyond the family's.</summary>
    private bool IsReasoner(out ReadOnlySpan<char> rest)
    {
        var name = Model.AsSpan(Model.StartsWith(Maker, StringComparison.Ordinal) ? Maker.Length : 0);
        foreach (var family in Reasoners)
        {
            if (!name.StartsWith(family, StringComparison.Ordinal)) continue;
            rest = name[family.Length..];
            return rest.IsEmpty || !char.IsAsciiLetterOrDigit(rest[0]);
        }

        rest = default;
        return false;
    }
}
