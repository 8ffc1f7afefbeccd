using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Files that are text, for vendors who take text only as text.</summary>
internal static class PlainText
{
    /// <summary>The text in a source; null when its base64 is broken.</summary>
    public static string? Of(Base64Source source)
    {
        var base64 = JsonFields.Decode(source.Data).AsSpan(source.Offset);
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64Chars(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }
}
