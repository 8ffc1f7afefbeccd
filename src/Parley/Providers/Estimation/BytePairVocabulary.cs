using System.Buffers.Text;
using System.Globalization;

namespace Parley.Providers.Estimation;

/// <summary>
/// A vocabulary of byte pair encoding, laid out for counting: all tokens in one array in the order of their ranks, found by a table of
/// hashes. A token is no object; 200,000 of them take 4 MiB, a tenth of what dictionaries of strings take.
/// </summary>
internal sealed class BytePairVocabulary
{
    private const int None = int.MaxValue;

    private byte[] _bytes;
    private readonly int[] _ends;
    private readonly int[] _slots; // a token's rank and one, at its hash or behind
    private int _count;

    private BytePairVocabulary(int capacity)
    {
        _bytes = new byte[capacity * 8];
        _ends = new int[capacity];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
    }

    /// <summary>Reads <c>Capacity: N</c> and then each token in base64 on a line of its own, the first to be merged first: how Microsoft.ML.Tokenizers' packages of data hold tiktoken's files.</summary>
    public static BytePairVocabulary Read(Stream lines)
    {
        BytePairVocabulary? vocabulary = null;
        var buffer = new byte[32 * 1024];
        for (var held = 0; ;)
        {
            var read = lines.Read(buffer, held, buffer.Length - held);
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, held + read);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                var line = rest[..end].TrimEnd((byte)'\r');
                if (vocabulary is null) vocabulary = new BytePairVocabulary(int.Parse(line["Capacity: ".Length..], CultureInfo.InvariantCulture));
                else vocabulary.Add(line);
            }

            if (read == 0)
            {
                vocabulary!.Add(rest);
                return vocabulary;
            }

            rest.CopyTo(buffer);
            held = rest.Length;
        }
    }

    /// <summary>How many tokens a word is. Takes quadratic time, so words have to be short.</summary>
    public int Count(ReadOnlySpan<byte> word)
    {
        if (word.Length < 2 || RankOf(word) != None) return word.Length == 0 ? 0 : 1;
        // Parts of the word that are tokens, by where they begin, and the rank of each with the next: the lowest pair is merged until none is left.
        var parts = word.Length;
        var starts = parts <= 256 ? stackalloc int[parts + 1] : new int[parts + 1];
        var ranks = parts <= 256 ? stackalloc int[parts] : new int[parts];
        for (var i = 0; i <= parts; i++) starts[i] = i;
        for (var i = 0; i < parts - 1; i++) ranks[i] = RankOf(word.Slice(i, 2));
        while (parts > 1)
        {
            var lowest = 0;
            for (var i = 1; i < parts - 1; i++)
            {
                if (ranks[i] < ranks[lowest]) lowest = i;
            }

            if (ranks[lowest] == None) break;
            starts[(lowest + 2)..(parts + 1)].CopyTo(starts[(lowest + 1)..]);
            ranks[(lowest + 1)..(parts - 1)].CopyTo(ranks[lowest..]);
            parts--;
            if (lowest < parts - 1) ranks[lowest] = RankOf(word[starts[lowest]..starts[lowest + 2]]);
            if (lowest > 0) ranks[lowest - 1] = RankOf(word[starts[lowest - 1]..starts[lowest + 1]]);
        }

        return parts;
    }

    private int RankOf(ReadOnlySpan<byte> token)
    {
        for (var slot = SlotOf(token); _slots[slot] > 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (Token(_slots[slot] - 1).SequenceEqual(token)) return _slots[slot] - 1;
        }

        return None;
    }

    private void Add(ReadOnlySpan<byte> base64)
    {
        if (base64.Length == 0) return;
        var start = _count == 0 ? 0 : _ends[_count - 1];
        if (start + base64.Length > _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        Base64.DecodeFromUtf8(base64, _bytes.AsSpan(start), out _, out var length);
        _ends[_count++] = start + length;
        var slot = SlotOf(_bytes.AsSpan(start, length));
        while (_slots[slot] > 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = _count;
    }

    private ReadOnlySpan<byte> Token(int rank)
    {
        var start = rank == 0 ? 0 : _ends[rank - 1];
        return _bytes.AsSpan(start, _ends[rank] - start);
    }

    /// <summary>FNV-1a; its upper bits are stirred in, since the lower ones of short tokens are alike.</summary>
    private int SlotOf(ReadOnlySpan<byte> token)
    {
        var hash = 2166136261u;
        foreach (var one in token) hash = (hash ^ one) * 16777619;
        return (int)(hash ^ (hash >> 15)) & (_slots.Length - 1);
    }
}
