namespace Parley.Chat.Markdown.Pieces;

/// <summary>The text from the first block on that is not finished, and how far it was read line by line.</summary>
internal sealed class OpenText
{
    private char[] _buffer = new char[256];

    /// <summary>Of the buffer: where the open text starts, where the current line starts and ends, up to where a line's end was looked for, where the text ends.</summary>
    private int _start, _line, _lineEnd, _searched, _end;

    public int Length => _end - _start;

    /// <summary>How much of the open text stands before the current line.</summary>
    public int BeforeLine => _line - _start;

    /// <summary>The current line, without its end.</summary>
    public ReadOnlySpan<char> Line => _buffer.AsSpan(_line, _lineEnd - _line).TrimEnd("\r\n");

    public void Append(ReadOnlySpan<char> text)
    {
        if (_end + text.Length > _buffer.Length) MakeRoom(text.Length);
        text.CopyTo(_buffer.AsSpan(_end));
        _end += text.Length;
    }

    /// <summary>Finds the next line that is complete; after it, <see cref="EndLine"/>.</summary>
    public bool TryNextLine(out ReadOnlySpan<char> line)
    {
        line = default;
        var found = _buffer.AsSpan(_searched, _end - _searched).IndexOfAny('\r', '\n');
        if (found < 0)
        {
            _searched = _end;
            return false;
        }

        var at = _searched + found;
        // What follows a carriage return says whether it is half of the line's end.
        if (_buffer[at] == '\r' && at + 1 == _end)
        {
            _searched = at;
            return false;
        }

        _lineEnd = _buffer[at] == '\r' && _buffer[at + 1] == '\n' ? at + 2 : at + 1;
        line = _buffer.AsSpan(_line, at - _line);
        return true;
    }

    public void EndLine() => _line = _searched = _lineEnd;

    /// <summary>The open text up to the end of the current line.</summary>
    public string ToLineEnd() => new(_buffer, _start, _lineEnd - _start);

    public string All() => new(_buffer, _start, Length);

    public string From(int offset) => new(_buffer, _start + offset, Length - offset);

    /// <summary>Takes off what stands before the current line, with which the open text now starts.</summary>
    public string Split()
    {
        var before = new string(_buffer, _start, BeforeLine);
        _start = _line;
        return before;
    }

    public void Clear() => _start = _line = _lineEnd = _searched = _end;

    private void MakeRoom(int more)
    {
        var to = Length + more > _buffer.Length / 2 ? new char[Math.Max(2 * _buffer.Length, 2 * (Length + more))] : _buffer;
        Array.Copy(_buffer, _start, to, 0, Length);
        _buffer = to;
        (_line, _lineEnd, _searched, _end, _start) = (_line - _start, _lineEnd - _start, _searched - _start, Length, 0);
    }
}
