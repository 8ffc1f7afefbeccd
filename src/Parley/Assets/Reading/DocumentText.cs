using System.Text;

namespace Parley.Assets.Reading;

/// <summary>Gathers the text of a document, up to a limit.</summary>
internal sealed class DocumentText(long maxBytes)
{
    private readonly StringBuilder _text = new();
    private long _bytes;

    public bool IsFull { get; private set; }

    public void Add(ReadOnlySpan<char> text)
    {
        if (IsFull) return;
        // Control characters are no text, and databases and vendors choke on them.
        foreach (var c in text)
        {
            if (c < ' ' && c is not ('\t' or '\n')) continue;
            _bytes += c < 0x80 ? 1 : c < 0x800 || char.IsSurrogate(c) ? 2 : 3;
            if (_bytes > maxBytes)
            {
                if (_text.Length > 0 && char.IsHighSurrogate(_text[^1])) _text.Length--;
                IsFull = true;
                return;
            }

            _text.Append(c);
        }
    }

    public override string ToString() => _text.ToString().Trim();
}
