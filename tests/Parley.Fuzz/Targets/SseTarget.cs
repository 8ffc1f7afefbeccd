using System.Text;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Fuzz.Targets;

/// <summary>The reader of event streams, against a slow one written from the standard, however the bytes are cut.</summary>
internal sealed class SseTarget : Target
{
    public override string Name => "sse";

    public override bool IsSeed(string path) => path.EndsWith(".sse", StringComparison.Ordinal);

    public override void Run(ReadOnlyMemory<byte> input) => Read(input, 0, (_, _) => { });

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        var expected = Slowly(input.Span);
        foreach (var cut in (int[])[0, 1, -1])
        {
            if (cut == 1 && input.Length > 20_000) continue;
            var said = new List<(string, string)>();
            var raw = Read(input, cut, (name, data) => said.Add((Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(data))));
            Grammar.Law(said.SequenceEqual(expected), $"frames differ from the standard's, cut {cut}");
            Grammar.Law(raw <= input.Length, "more bytes handed out than came in");
        }
    }

    private delegate void Frame(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

    private static long Read(ReadOnlyMemory<byte> input, int cut, Frame frame)
    {
        using var source = new Cuts(input, cut);
        using var reader = new SseReader(source, SseReader.DefaultMaxFrameBytes);
        long raw = 0;
        do
        {
            while (reader.TryTake())
            {
                raw += reader.Raw.Length;
                if (reader.HasData) frame(reader.EventName.Span, reader.Data.Span);
            }
        }
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return raw;
    }

    /// <summary>The standard's steps, in strings.</summary>
    private static List<(string, string)> Slowly(ReadOnlySpan<byte> input)
    {
        var frames = new List<(string, string)>();
        if (input.StartsWith("\uFEFF"u8)) input = input[3..];
        var lines = Encoding.Latin1.GetString(input).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        string name = "";
        List<string> data = [];
        foreach (var line in lines[..^1])
        {
            if (line.Length == 0)
            {
                if (data.Count > 0) frames.Add((name, string.Join('\n', data)));
                (name, data) = ("", []);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (value.StartsWith(' ')) value = value[1..];
            if (field == "event") name = value;
            else if (field == "data") data.Add(value);
        }

        return frames;
    }
}
