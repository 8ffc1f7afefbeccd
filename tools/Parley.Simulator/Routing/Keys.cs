using Parley.Simulator.Gemini;

namespace Parley.Simulator.Routing;

internal static class Keys
{
    /// <summary>The request carries the key in one of the vendors' ways, or none is wanted.</summary>
    public static bool Allow(HttpRequest request, string key) => key.Length == 0
        || request.Headers.Authorization == $"Bearer {key}" || request.Headers["x-api-key"] == key || GeminiKeys.Of(request) == key;
}
