using System.Text.Json;

namespace Parley.Chat.Context;

/// <summary>The mark by which Anthropic is told that a prompt up to here will come again. Other vendors notice by themselves, and are not sent it.</summary>
internal static class VendorCache
{
    public static JsonElement Mark { get; } = JsonElement.Parse("""{"type":"ephemeral"}""");
}
