namespace Parley.Simulator.Gemini;

/// <summary>Google answers a wrong key with 400, not 401.</summary>
internal static class GeminiKeys
{
    public const string Wrong = "API key not valid. Please pass a valid API key.";

    private const string Missing =
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";

    public static string? Of(HttpRequest request) =>
        request.Headers["x-goog-api-key"] is [{ } header] ? header : request.Query["key"] is [{ } query] ? query : null;

    public static (int Status, string Message) Refusal(HttpRequest request) => Of(request) is null ? (403, Missing) : (400, Wrong);
}
