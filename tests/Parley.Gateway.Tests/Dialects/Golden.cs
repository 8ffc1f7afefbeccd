using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>Golden wire files of a dialect: where they are, and how a stream of them is cut into frames.</summary>
internal sealed class Golden(string folder)
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Dialects", folder, "golden");

    public string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    public bool Has(string name) => File.Exists(Path.Combine(_folder, name));

    /// <summary>Names without extension of the files with one.</summary>
    public IEnumerable<string> Names(string extension) => Directory.EnumerateFiles(_folder, "*" + extension)
        .Select(path => Path.GetFileName(path)[..^extension.Length]).Order(StringComparer.Ordinal);

    /// <summary>Reads a golden answer, streamed (<c>.sse</c>) or whole, to its end.</summary>
    public EventBatch Read(string name, IUpstreamDialect dialect)
    {
        var events = new EventBatch();
        var streamed = name.EndsWith(".sse", StringComparison.Ordinal);
        var reader = streamed ? dialect.CreateStreamReader() : dialect.CreateWholeReader();
        if (streamed)
        {
            foreach (var (type, data) in Frames(Text(name))) reader.Read(type, data, events);
        }
        else
        {
            reader.Read(default, Bytes(name), events);
        }

        reader.End(events);
        return events;
    }

    /// <summary>The frames of a well-formed stream. The product's own reader of streams has its own tests.</summary>
    public static IEnumerable<(byte[] Type, byte[] Data)> Frames(string stream)
    {
        foreach (var frame in stream.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = frame.Split('\n');
            var type = lines.FirstOrDefault(l => l.StartsWith("event:", StringComparison.Ordinal))?[6..].TrimStart(' ') ?? "";
            var data = lines.FirstOrDefault(l => l.StartsWith("data:", StringComparison.Ordinal))?[5..].TrimStart(' ') ?? "";
            yield return (Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(data));
        }
    }
}
