namespace Parley.Fuzz.Engine;

/// <summary>Words and values of the formats, gathered from the corpus, and values that parsers have stumbled over before.</summary>
internal sealed class Vocabulary
{
    private const int LargestValueBytes = 2048;

    private static readonly byte[][] s_nasty =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1e999", "-0.0", "9223372036854775808", "-9223372036854775809", "2147483648", "0.1", "1e-400", "{}", "[]", "\"\"",
            "[[]]", "{\"\":\"\"}", "\"\\u0000\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"data:,\"", "\"data:image/png;base64,\"", "\"https://\"", "\"a\\nb\\r\\n\\r\\ndata: x\"",
            "\"\\u2028\"", "\"{\\\"\"", "\"\\\\\"", "[null]", "[{}]", "12345678901234567890123456789012345678901234567890",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'],
        [(byte)'"', 0xC3, (byte)'"'],
        [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
    ];

    private readonly List<byte[]> _keys = [];
    private readonly List<JsonTree> _values = [.. s_nasty.Select(v => JsonTree.Of(v))];
    private readonly HashSet<string> _known = [];

    /// <summary>Learns the words of a document.</summary>
    public void Learn(JsonTree tree)
    {
        if (tree.Keys is not null)
            foreach (var key in tree.Keys)
                if (_known.Add("k" + Convert.ToBase64String(key))) _keys.Add(key);
        foreach (var child in tree.Children) Learn(child);
        using var text = new MemoryStream();
        tree.Write(text, LargestValueBytes);
        if (text.Length < LargestValueBytes && _known.Add(Convert.ToBase64String(text.ToArray()))) _values.Add(tree);
    }

    public byte[] Key(Random random) => _keys.Count == 0 || random.Next(50) == 0 ? [(byte)"ab\\\n\xFF"[random.Next(5)]] : _keys[random.Next(_keys.Count)];

    public JsonTree Value(Random random) => random.Next(4) == 0 ? _values[random.Next(s_nasty.Length)] : _values[random.Next(_values.Count)].Clone();
}
