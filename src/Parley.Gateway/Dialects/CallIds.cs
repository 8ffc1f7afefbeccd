using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Ids of tool calls: made for vendors that give none, and brought into the form that a vendor takes. A result
/// must find its call, in this turn and in later ones.</summary>
internal static class CallIds
{
    private const int OpenAiLongest = 40;
    private const int MistralLength = 9;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>An id that is unique as far as the answer's is, in the characters that every vendor takes.</summary>
    public static JsonText Make(string answerId, int block)
    {
        var stem = string.Concat(answerId.Where(c => char.IsAsciiLetterOrDigit(c)).TakeLast(24));
        if (stem.Length < 8) stem = RandomNumberGenerator.GetHexString(24, lowercase: true);
        return JsonText.From(string.Create(CultureInfo.InvariantCulture, $"call_{stem}_{block}"));
    }

    /// <summary>The id itself, or one made of it: the same for a call and its result. Mistral takes only ids like its own,
    /// nine letters and digits; OpenAI takes 40 characters.</summary>
    public static string For(Vendor vendor, string id)
    {
        if (vendor.IsMistral) return id.Length == MistralLength && id.All(char.IsAsciiLetterOrDigit) ? id : Short(id);
        return vendor.ServesOpenAi ? Within(OpenAiLongest, id) : id;
    }

    /// <summary>The id itself, or one made of it when it has more characters than a vendor takes (37 at least).</summary>
    public static string Within(int longest, string id) =>
        id.Length <= longest ? id : "call_" + Convert.ToHexStringLower(Hash(id).AsSpan(0, 16));

    private static string Short(string id) => string.Create(MistralLength, Hash(id), (text, hash) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = Base62[hash[i] % Base62.Length];
    });

    private static byte[] Hash(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));
}
