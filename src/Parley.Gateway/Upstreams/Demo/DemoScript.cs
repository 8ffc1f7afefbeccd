using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Demo;

/// <summary>What the demonstration model says: a few helpful answers about Parley itself, chosen by words in the last question.</summary>
internal static class DemoScript
{
    private const string Introduction =
        "I am Parley's built-in demonstration: a small script, not a language model, so I can only talk about Parley itself.";

    private const string Default =
        """
        What you can try next:

        1. Add a real model: under Administration, Providers, in the menu of your account; or start Parley with `OPENAI_API_KEY` or `ANTHROPIC_API_KEY` set; or with `providers add --help` on its command line.
        2. Point the OpenAI SDK at this server's address (your browser shows it) with `/v1` behind it, or the Anthropic SDK at the address alone, with your Parley key; both reach every model, this one too.
        3. Ask me about providers, SDKs, streaming, keys, usage, or local models.
        """;

    /// <summary>Words that choose an answer, the most telling first.</summary>
    private static readonly (string[] Words, string Answer)[] Answers =
    [
        (["ollama", "llama", "local", "offline", "vllm"],
            """
            Local models: if Ollama or llama-server answers on its usual port when Parley starts, its models appear in `GET /v1/models` by themselves. For any other address, say that it may be private:

            `dotnet run --project src/Parley -- providers add mybox --kind chat --base-url http://192.168.1.20:8000/v1 --model my-model --allow-private-network`
            """),
        (["provider", "openai", "anthropic", "claude", "gpt", "gemini", "mistral", "real model", "add a model"],
            """
            Providers: set an environment variable (`OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `GEMINI_API_KEY`, `MISTRAL_API_KEY`, `DEEPSEEK_API_KEY`, `GROQ_API_KEY`, `XAI_API_KEY`, `OPENROUTER_API_KEY`) before the start, or add one while Parley runs:

            `dotnet run --project src/Parley -- providers add openai --kind chat --base-url https://api.openai.com/v1 --api-key-env OPENAI_API_KEY`

            The next request can use it; no restart. See docs/providers.md.
            """),
        (["sdk", "python", "node", "javascript", "typescript", "c#", ".net", "client", "library"],
            """
            SDKs: change the base URL and the key, nothing else.

            - OpenAI: as base URL this server's address (your browser shows it) with `/v1` behind it
            - Anthropic: the address alone

            Both SDKs work with every configured model; Parley translates when client and model speak different formats. See docs/sdks.md.
            """),
        (["usage", "meter", "cost", "token", "ledger", "bill"],
            """
            Usage: every answered request is in the ledger before its last byte leaves, even after `kill -9`. Look at it with an admin key, at this server's address (your browser shows it):

            `curl -H "Authorization: Bearer $ADMIN_KEY" "$ADDRESS/api/v1/usage/events"`
            """),
        (["key", "auth", "login", "password"],
            """
            Keys: `dotnet run --project src/Parley -- keys create --name my-app` prints a new key once; `--scope admin` makes one for the administration, `--expires 90d` lets it run out. `keys list` shows them and `keys revoke ID` ends one, on the next request.
            """),
        (["stream", "sse", "fast", "latency"],
            """
            Streaming: send `"stream": true`. This text is streamed at about the pace of a person who reads aloud; a real model's tokens are passed on the moment they arrive.
            """),
    ];

    /// <summary>The whole answer to a conversation.</summary>
    public static string Answer(Prompt prompt)
    {
        var question = LastQuestion(prompt);
        foreach (var (words, answer) in Answers)
            if (words.Any(word => question.Contains(word, StringComparison.OrdinalIgnoreCase))) return $"{Introduction}\n\n{answer}";
        return $"{Introduction}\n\n{Default}";
    }

    private static string LastQuestion(Prompt prompt) =>
        prompt.Turns.LastOrDefault(turn => turn.Role == TurnRole.User) is { } turn ? string.Join(' ', turn.Parts.OfType<TextPart>().Select(part => part.Text)) : "";
}
