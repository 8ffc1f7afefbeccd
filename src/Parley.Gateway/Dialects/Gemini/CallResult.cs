using System.Buffers;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Results of tool calls, which this format wants as objects.</summary>
internal static class CallResult
{
    /// <summary>Writes an object as it is, and any other text as the member that the vendor names for it: <c>result</c> or <c>error</c>.</summary>
    public static void Write(ToolResultPart result, IBufferWriter<byte> output)
    {
        var text = string.Join("\n", result.Content.Select(p => p.OnlyText).OfType<string>());
        var json = Encoding.UTF8.GetBytes(text);
        var isObject = ToolInput.IsObject(json);
        if (isObject && !result.IsError)
        {
            output.Raw(json.AsSpan().Trim(" \t\r\n"u8));
            return;
        }

        output.Raw(result.IsError ? "{\"error\":"u8 : "{\"result\":"u8);
        if (isObject) output.Raw(json.AsSpan().Trim(" \t\r\n"u8));
        else output.String(text);
        output.Raw("}"u8);
    }
}
