using System.Text.Json;

namespace Parley.Gateway.Dialects;

/// <summary>What the framework throws while it reads an upstream's JSON. Half a surrogate pair, escaped, in a key or a word that is
/// compared is an <see cref="InvalidOperationException"/> to it, and garbage like any other to us.</summary>
internal static class BadJson
{
    public static bool Is(Exception problem) => problem is JsonException or InvalidOperationException;
}
