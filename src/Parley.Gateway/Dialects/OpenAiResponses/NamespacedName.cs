using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Names of tools in namespaces, as agents group those of a server: a call tells both apart. All other formats know one name alone, so the
/// shared vocabulary has both in one, with a character between them that no vendor takes: <see cref="ToolNames"/> brings it into a form for each.
/// </summary>
internal static class NamespacedName
{
    private const string Border = "\u001f";

    private static readonly JsonText WrittenBorder = JsonText.From(Border);

    /// <summary>One name of both.</summary>
    public static string Of(string? space, string name) => string.IsNullOrEmpty(space) ? name : space + Border + name;

    /// <summary>The name that an item or a choice tells.</summary>
    public static string Of(JsonFields holder) => Of(holder.Text("namespace"), holder.NeedText("name"));

    /// <summary>The name within its namespace.</summary>
    public static ReadOnlySpan<byte> Own(JsonText name)
    {
        var escaped = name.Escaped.Span;
        var border = escaped.IndexOf(WrittenBorder.Escaped.Span);
        return border < 0 ? escaped : escaped[(border + WrittenBorder.Escaped.Length)..];
    }

    /// <summary>Writes the members <c>name</c> and, where there is one, <c>namespace</c>.</summary>
    public static void Write(JsonText name, IBufferWriter<byte> output)
    {
        output.Raw(",\"name\":"u8);
        output.String(Own(name));
        var border = name.Escaped.Span.IndexOf(WrittenBorder.Escaped.Span);
        if (border < 0) return;
        output.Raw(",\"namespace\":"u8);
        output.String(name.Escaped.Span[..border]);
    }
}
