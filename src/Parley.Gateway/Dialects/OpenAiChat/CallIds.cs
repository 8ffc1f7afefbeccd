using System.Globalization;
using System.Security.Cryptography;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Ids for tool calls of vendors that give none: a result must find its call, in this turn and in later ones.</summary>
internal static class CallIds
{
    /// <summary>An id that is unique as far as the answer's is, in the characters that every vendor takes.</summary>
    public static JsonText Make(string answerId, int block)
    {
        var stem = string.Concat(answerId.Where(c => char.IsAsciiLetterOrDigit(c)).TakeLast(24));
        if (stem.Length < 8) stem = RandomNumberGenerator.GetHexString(24, lowercase: true);
        return JsonText.From(string.Create(CultureInfo.InvariantCulture, $"call_{stem}_{block}"));
    }
}
