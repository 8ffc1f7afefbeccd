using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Ids of tool calls: the vendor takes letters, digits, <c>_</c> and <c>-</c> only.</summary>
internal static class ToolIds
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The id itself, or one made of it: the same for a call and its result, and different for different ids.</summary>
    public static string Clean(string id)
    {
        if (id.Length > 0 && !id.AsSpan().ContainsAnyExcept(Allowed)) return id;
        var kept = new StringBuilder(id.Length + 9);
        foreach (var c in id) kept.Append(Allowed.Contains(c) ? c : '_');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return kept.Append('_').Append(Convert.ToHexStringLower(hash.AsSpan(0, 4))).ToString();
    }
}
