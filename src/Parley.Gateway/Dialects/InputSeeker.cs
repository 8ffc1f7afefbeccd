namespace Parley.Gateway.Dialects;

/// <summary>Looks for the string <c>input</c> among the members of an object, which comes character by character.</summary>
internal sealed class InputSeeker
{
    private const int Other = -1;

    private int _depth;
    private bool _inString;
    private bool _afterBackslash;
    private bool _atKey;
    private int _matched = Other; // how much of the name the key has so far

    private static ReadOnlySpan<byte> Name => "input"u8;

    /// <summary>Whether the beginning of the text was met.</summary>
    public InputPlace Found { get; private set; }

    /// <summary>There is more than an object without members.</summary>
    public bool SaysAnything { get; private set; }

    /// <summary>The key before the value has the name.</summary>
    private bool IsWanted => _depth == 1 && !_atKey && _matched == Name.Length;

    /// <summary>Takes the next character of the document.</summary>
    public void Add(int c)
    {
        if (_inString) InString(c);
        else if (c is not (' ' or '\t' or '\r' or '\n')) Between(c);
    }

    private void InString(int c)
    {
        if (_afterBackslash) _afterBackslash = false;
        else if (c == '"') _inString = false;
        else _afterBackslash = c == '\\';
        if (_inString && _depth == 1 && _atKey) _matched = _matched >= 0 && _matched < Name.Length && c == Name[_matched] ? _matched + 1 : Other;
    }

    private void Between(int c)
    {
        SaysAnything |= c is not ('{' or '}');
        if (_depth == 0 && (c != '{' || SaysAnything)) Found = InputPlace.Nowhere;
        else if (IsWanted) Found = c == '"' ? InputPlace.Here : InputPlace.Nowhere;
        switch (c)
        {
            case '"':
                _inString = true;
                if (_depth == 1 && _atKey) _matched = 0;
                break;
            case '{' or '[':
                _atKey = ++_depth == 1;
                break;
            case '}' or ']':
                _depth--;
                break;
            case ':' when _depth == 1:
                _atKey = false;
                break;
            case ',' when _depth == 1:
                _atKey = true;
                _matched = Other;
                break;
        }
    }
}
