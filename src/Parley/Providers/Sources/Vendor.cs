using System.Collections.Immutable;

namespace Parley.Providers.Sources;

/// <summary>A vendor whose credential is taken from its usual environment variable.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="KeyVariable">Where the vendor's own tools look for the credential.</param>
/// <param name="Kind">The protocol.</param>
/// <param name="BaseUrl">The vendor's public address.</param>
/// <param name="Prefixes">Beginnings of the vendor's model names, so that its newest model works before it is listed;
/// empty for those that serve the models of others.</param>
/// <param name="BaseUrlVariable">Where the vendor's SDKs look for another address, if they do.</param>
internal sealed record Vendor(
    string Name, string KeyVariable, string Kind, string BaseUrl, ImmutableArray<string> Prefixes, string? BaseUrlVariable = null)
{
    /// <summary>In order of preference.</summary>
    public static ImmutableArray<Vendor> All { get; } =
    [
        new("openai", "OPENAI_API_KEY", "chat", "https://api.openai.com/v1",
            ["gpt-", "chatgpt-", "o1", "o3", "o4", "codex-", "text-embedding-", "computer-use-", "dall-e-", "tts-", "whisper-"], "OPENAI_BASE_URL"),
        new("anthropic", "ANTHROPIC_API_KEY", "messages", "https://api.anthropic.com", ["claude-"], "ANTHROPIC_BASE_URL"),
        new("gemini", "GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com", ["gemini-", "gemma-"], "GOOGLE_GEMINI_BASE_URL"),
        new("mistral", "MISTRAL_API_KEY", "chat", "https://api.mistral.ai/v1",
            ["mistral-", "open-mistral-", "open-mixtral-", "codestral-", "devstral-", "magistral-", "ministral-", "pixtral-", "voxtral-"]),
        new("deepseek", "DEEPSEEK_API_KEY", "chat", "https://api.deepseek.com/v1", ["deepseek-"]),
        new("xai", "XAI_API_KEY", "chat", "https://api.x.ai/v1", ["grok-"]),
        new("groq", "GROQ_API_KEY", "chat", "https://api.groq.com/openai/v1", []),
        new("openrouter", "OPENROUTER_API_KEY", "chat", "https://openrouter.ai/api/v1", []),
    ];

    /// <summary>OpenAI, and OpenAI's models at Azure, answer chat and responses at one address: a client of either is served in its own format.</summary>
    public static ImmutableArray<string> OtherKindsAt(Uri? baseUrl, string kind)
    {
        if (baseUrl is null || kind is not ("chat" or "responses")) return [];
        var host = baseUrl.IdnHost;
        return host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase) ? [kind == "chat" ? "responses" : "chat"] : [];
    }

    public static ImmutableArray<string> PrefixesOf(string provider) => All.FirstOrDefault(v => v.Name == provider)?.Prefixes ?? [];
}
