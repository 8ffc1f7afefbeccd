using System.Text;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Identity.Keys;

namespace Parley.Fuzz.Targets;

/// <summary>The reader of API keys: takes its own, and nothing that differs in a character.</summary>
internal sealed class KeyTarget : Target
{
    private static readonly string s_key = KeyFormat.Create();

    public override string Name => "key";

    public override int ShortRun => 200_000;

    public override IEnumerable<byte[]> Seeds => [Encoding.UTF8.GetBytes(s_key), "ply_"u8.ToArray(), Encoding.UTF8.GetBytes(s_key + s_key)];

    public override void Run(ReadOnlyMemory<byte> input) => KeyFormat.TryReadId(Encoding.UTF8.GetString(input.Span), out _);

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        var text = Encoding.UTF8.GetString(input.Span);
        var isKey = KeyFormat.TryReadId(text, out var id);
        // No mutation finds another key: the chance is one in 2^32 for each input.
        Grammar.Law(isKey == (text == s_key), "a damaged key is taken, or a whole one is not");
        Grammar.Law(isKey == (id.Length == KeyFormat.IdLength), "the id has a wrong length");
    }
}
