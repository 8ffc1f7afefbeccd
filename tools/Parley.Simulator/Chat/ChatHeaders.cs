namespace Parley.Simulator.Chat;

/// <summary>What OpenAI sends with every answer, in whatever format.</summary>
internal static class ChatHeaders
{
    public static void Set(IHeaderDictionary headers, string requestId)
    {
        headers["x-request-id"] = requestId;
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "simulated-org";
        headers["openai-processing-ms"] = "7";
        headers["x-ratelimit-remaining-requests"] = "9999";
    }
}
