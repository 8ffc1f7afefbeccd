using System.Text;

namespace Parley.Fuzz.Engine;

/// <summary>Makes new inputs of old ones, by what they look like: documents by their joints, streams by their frames, anything by its bytes.</summary>
internal sealed class Mutator(Vocabulary words, Random random)
{
    public const int LargestBytes = 1024 * 1024;

    private readonly JsonMutator _json = new(words);

    public byte[] Next(List<byte[]> corpus)
    {
        var input = corpus[random.Next(corpus.Count)];
        for (var rounds = 1 + random.Next(4); rounds > 0; rounds--)
        {
            if (random.Next(12) == 0) input = Bytes(input, corpus);
            else if (LooksLikeStream(input)) input = Stream(input, corpus);
            else input = Document(input) ?? Bytes(input, corpus);
            if (input.Length > LargestBytes) input = input[..LargestBytes];
        }

        return input;
    }

    public static bool LooksLikeStream(ReadOnlySpan<byte> input) => input.IndexOf("data:"u8) is >= 0 and < 400 && (input.Length == 0 || input[0] is not (byte)'{');

    /// <summary>The documents in an input: its frames, or itself.</summary>
    public static IEnumerable<JsonTree> Documents(byte[] input)
    {
        var frames = LooksLikeStream(input) ? Frames(input).Select(DataOf) : [input];
        return frames.Select(f => JsonTree.Parse(f)).OfType<JsonTree>();
    }

    private byte[]? Document(ReadOnlySpan<byte> input)
    {
        if (JsonTree.Parse(input) is not { } tree) return null;
        using var output = new MemoryStream();
        _json.Mutate(tree, random).Write(output, LargestBytes);
        return output.ToArray();
    }

    private byte[] Stream(byte[] input, List<byte[]> corpus)
    {
        var frames = Frames(input);
        if (frames.Count == 0) return Bytes(input, corpus);
        var at = random.Next(frames.Count);
        switch (random.Next(12))
        {
            case 0: frames.RemoveAt(at); break;
            case 1: frames.Insert(random.Next(frames.Count), frames[at]); break;
            case 2: (frames[at], frames[^1]) = (frames[^1], frames[at]); break;
            case 3: frames.AddRange(Enumerable.Repeat(frames[at], Math.Min(random.Next(20) == 0 ? random.Next(5000) : random.Next(4), LargestBytes / frames[at].Length))); break;
            case 4: frames.InsertRange(at, Frames(corpus[random.Next(corpus.Count)])); break;
            case 5: frames[at] = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(frames[at]).Replace("\n", random.Next(2) == 0 ? "\r" : "\r\n", StringComparison.Ordinal)); break;
            case 6: frames.Insert(at, random.Next(2) == 0 ? ": a comment\n\n"u8.ToArray() : "id: 1\nretry: 2\nevent\n\n"u8.ToArray()); break;
            case 7: frames[at] = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(frames[at]).Replace("{\"", "{\ndata:\"", StringComparison.Ordinal)); break;
            default:
                if (Document(DataOf(frames[at])) is { } data && data.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0) frames[at] = [.. HeadOf(frames[at]), .. data, (byte)'\n', (byte)'\n'];
                break;
        }

        return [.. frames.SelectMany(f => f)];
    }

    private byte[] Bytes(byte[] input, List<byte[]> corpus)
    {
        var at = random.Next(input.Length + 1);
        var length = random.Next(Math.Min(64, input.Length - at + 1));
        return random.Next(6) switch
        {
            0 => input[..at],
            1 => [.. input[..at], (byte)random.Next(256), .. input[at..]],
            2 => [.. input[..at], .. input[(at + length)..]],
            3 => [.. input[..at], .. input[at..(at + length)], .. input[at..]],
            4 => [.. input[..at], .. corpus[random.Next(corpus.Count)]],
            _ => input.Length == at ? input : [.. input[..at], (byte)(input[at] ^ (1 << random.Next(8))), .. input[(at + 1)..]],
        };
    }

    private static List<byte[]> Frames(byte[] stream)
    {
        var frames = new List<byte[]>();
        for (var rest = stream.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\n\n"u8);
            end = end < 0 ? rest.Length : end + 2;
            frames.Add(rest[..end].ToArray());
            rest = rest[end..];
        }

        return frames;
    }

    private static byte[] HeadOf(byte[] frame) => frame[..DataStart(frame)];

    private static byte[] DataOf(byte[] frame) => frame.AsSpan(DataStart(frame)).Trim("\r\n"u8).ToArray();

    private static int DataStart(byte[] frame) => frame.AsSpan().IndexOf("data: "u8) is >= 0 and var at ? at + 6 : 0;
}
