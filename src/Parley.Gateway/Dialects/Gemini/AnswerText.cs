using System.Numerics;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Places in the answer's text, which the vendor counts in bytes of UTF-8 from the beginning of a part, and other formats in characters. The text itself
/// is let go: of it stays a bit for each byte, set where a character begins, and nothing for what is ASCII up to the first byte that is not.
/// </summary>
internal sealed class AnswerText
{
    /// <summary>More than any answer has; places behind it are not told apart.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>More than any answer has; words in further parts have no place.</summary>
    private const int MostParts = 4096;

    private readonly List<int> _parts = [];
    private BlockKind _kind;
    private ulong[] _begins = [];
    private int _ascii;
    private int _bytes;

    /// <summary>How much text there is so far.</summary>
    public int Bytes => _bytes;

    /// <summary>A part begins, or goes on: a stream cuts texts of one kind into a frame each. Only answer texts have words: all others are as if empty.</summary>
    public void BeginPart(BlockKind kind, bool isFirstOfFrame)
    {
        if (isFirstOfFrame && kind == _kind && _parts.Count > 0 && kind is BlockKind.Text or BlockKind.Reasoning) return;
        _kind = kind;
        if (_parts.Count < MostParts) _parts.Add(_bytes);
    }

    /// <summary>Answer text goes on.</summary>
    public void Add(ReadOnlySpan<byte> escaped)
    {
        if (_bytes == _ascii && _bytes < MostBytes && Ascii.IsValid(escaped) && !escaped.Contains((byte)'\\'))
        {
            _ascii = _bytes += escaped.Length;
            return;
        }

        for (var at = 0; at < escaped.Length && _bytes < MostBytes;)
        {
            at += JsonStrings.Character(escaped[at..], out var width);
            AddCharacter(width);
        }
    }

    /// <summary>The character that begins at a byte of a part, or is the next to begin; null where there is no such part.</summary>
    public int? Find(int part, int at) => part < _parts.Count ? Characters((int)Math.Min((long)_parts[part] + at, _bytes)) : null;

    /// <summary>How many characters begin in the first bytes.</summary>
    public int Characters(int bytes)
    {
        if (bytes <= _ascii) return bytes;
        var (word, bit) = Math.DivRem(bytes - _ascii, 64);
        var count = _ascii;
        for (var i = 0; i < word && i < _begins.Length; i++) count += BitOperations.PopCount(_begins[i]);
        return word < _begins.Length ? count + BitOperations.PopCount(_begins[word] & ((1UL << bit) - 1)) : count;
    }

    private void AddCharacter(int width)
    {
        if (width == 0) return; // the second half of a surrogate pair: the first counted for both
        if (width == 1 && _bytes == _ascii)
        {
            _ascii = ++_bytes;
            return;
        }

        var (word, bit) = Math.DivRem(_bytes - _ascii, 64);
        if (word >= _begins.Length) Array.Resize(ref _begins, Math.Max(16, word * 2));
        _begins[word] |= 1UL << bit;
        _bytes += width;
    }
}
