using System.Text;

namespace Parley.Simulator.Recording;

/// <summary>A request as it arrived.</summary>
/// <param name="Id">The id that the answer carried (<c>x-request-id</c>, <c>request-id</c>).</param>
public sealed record RequestRecord(string Id, string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The fields of a form, in the order in which they came; its bytes are not kept.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The value of a header; null when it was not sent.</summary>
    public string? Header(string name) =>
        Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    /// <summary>Request line, headers and body, as text.</summary>
    public string Raw => new StringBuilder()
        .Append(Method).Append(' ').Append(Path).Append(" HTTP/1.1\r\n")
        .AppendJoin("", Headers.Select(h => $"{h.Key}: {h.Value}\r\n"))
        .Append("\r\n").Append(BodyText).ToString();
}
