namespace Parley.Chat.Markdown.Pieces;

/// <summary>
/// Reads the open text line by line and guesses where a new block of the top level begins, without parsing. A guess that is wrong costs a parse, never the
/// result: <see cref="PieceRenderer"/> splits only where the parser agrees. It depends on nothing but the lines, so that pieces do not depend on chunks.
/// </summary>
internal sealed class BlockScanner
{
    private LineStart _first;
    private bool _isBlankBefore, _isClosed;
    private char _fence;
    private int _fenceLength;

    /// <summary>How many lines the open text had before the one that was fed last.</summary>
    public int LinesBefore { get; private set; } = -1;

    public bool IsInFence => _fence != '\0';

    public void Restart()
    {
        _first = default;
        _isBlankBefore = _isClosed = false;
        _fence = '\0';
        LinesBefore = -1;
    }

    /// <summary>Whether this line may begin a new block.</summary>
    public bool Feed(ReadOnlySpan<char> text)
    {
        LinesBefore++;
        if (IsInFence)
        {
            if (LineStart.EndsFence(text, _fence, _fenceLength))
            {
                _fence = '\0';
                _isClosed = true;
            }

            return false;
        }

        var line = LineStart.Of(text);
        if (line.Kind == LineKind.Blank)
        {
            _isBlankBefore = true;
            return false;
        }

        var isFirst = _first.Kind == LineKind.Blank;
        var begins = !isFirst && MayBegin(line);
        if (isFirst) _first = line;
        _isBlankBefore = false;
        _isClosed = line is { Indent: 0, Kind: LineKind.Heading } or { Indent: 0, Kind: LineKind.Break };
        // Within a list's item a fence is the item's, and ends with it.
        if (line.Kind == LineKind.Fence && (_first.Kind != LineKind.List || begins || line.Indent < 2)) (_fence, _fenceLength) = (line.Marker, line.MarkerLength);
        return begins;
    }

    private bool MayBegin(LineStart line)
    {
        if (_isClosed) return true;
        if (line.Indent == 0 && line.Kind is LineKind.Heading or LineKind.Fence) return true;
        if (line is { Indent: 0, Kind: LineKind.Break, Marker: not '-' }) return true;
        if (_isBlankBefore)
        {
            return _first.Kind switch
            {
                LineKind.List => line.Indent == 0 && (line.Kind != LineKind.List || line.Marker != _first.Marker),
                LineKind.Indented => line.Kind != LineKind.Indented,
                _ => true,
            };
        }

        // "Steps:" and a list right below it.
        return _first.Kind == LineKind.Text && line is { Indent: 0, Kind: LineKind.List, Interrupts: true };
    }
}
