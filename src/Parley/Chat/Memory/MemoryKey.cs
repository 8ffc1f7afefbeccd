using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat.Memory;

/// <summary>What two texts that say the same have in common: letters and digits, whatever case, accents, blanks and punctuation. Pure.</summary>
internal static class MemoryKey
{
    public static string Of(string text)
    {
        var folded = string.Concat(MemoryWords.Of(text).Select(w => w + " "));
        // A text of signs only is itself.
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded.Length > 0 ? folded : text.Trim())));
    }
}
