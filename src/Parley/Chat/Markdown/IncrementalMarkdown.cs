using Parley.Chat.Markdown.Pieces;

namespace Parley.Chat.Markdown;

/// <summary>
/// Renders a text while it arrives. Law: for any chunking, the pieces (a later one of the same number in the place of the earlier) joined are the HTML of the
/// whole. Work and memory grow with the length of the text, whatever it is. Not for two threads at once.
/// </summary>
/// <param name="name">Keeps the ids of two texts on one page apart; letters and digits.</param>
internal sealed class IncrementalMarkdown(string name = "")
{
    /// <summary>An open end up to this length is rendered whenever it is asked for, a longer one when it has grown by a sixteenth, a huge one by half.</summary>
    private const int ShortTail = 4096, LongTail = 65_536, LongGrowth = 16, HugeGrowth = 2;

    private readonly OpenText _open = new();
    private readonly BlockScanner _scanner = new();
    private readonly PieceRenderer _renderer = new(name);
    private readonly List<Revisable> _revisable = [];
    private int _count;

    /// <summary>No attempt to split before the open text is this long: a failed one is not repeated for every line.</summary>
    private int _nextTry;

    private string _tail = "";
    private int _tailLength;

    /// <summary>Characters that were parsed so far, again and again where so: the measure of the work.</summary>
    public long Parsed => _renderer.Parsed;

    /// <summary>Takes more of the text; gives the pieces that it finished.</summary>
    public IReadOnlyList<MarkdownBlock> Append(ReadOnlySpan<char> text)
    {
        _open.Append(text);
        List<MarkdownBlock>? finished = null;
        while (_open.TryNextLine(out var line))
        {
            var mayBegin = _scanner.Feed(line);
            if (mayBegin && _open.BeforeLine >= _nextTry && TrySplit() is { } block) (finished ??= []).Add(block);
            _open.EndLine();
        }

        return finished ?? (IReadOnlyList<MarkdownBlock>)[];
    }

    /// <summary>The open end, for now.</summary>
    public MarkdownTail Tail()
    {
        var length = _open.Length;
        if (length > 0 && length - _tailLength > Growth(length))
        {
            _tail = _renderer.RenderTail(_count, VirtualEnd.Of(_open.All(), _scanner.IsInFence));
            _tailLength = length;
        }

        return new MarkdownTail(_tail, length == _tailLength ? "" : _open.From(_tailLength));
    }

    /// <summary>The text is complete: the last piece, and those that a definition behind them has changed.</summary>
    public IReadOnlyList<MarkdownBlock> Complete()
    {
        List<MarkdownBlock> last = [];
        var rest = _open.All();
        // Blank as Markdown means it: a form feed or a no-break space is a paragraph.
        if (rest.AsSpan().IndexOfAnyExcept(" \t\r\n") >= 0)
        {
            last.Add(new MarkdownBlock(_count, _renderer.Render(_count, rest)));
            _count++;
            Restart();
            _open.Clear();
        }

        foreach (var (index, source, html, known) in _revisable)
        {
            if (known == _renderer.Definitions) continue;
            var again = _renderer.Render(index, source);
            if (again != html) last.Add(new MarkdownBlock(index, again));
        }

        _revisable.Clear();
        return last;
    }

    private static int Growth(int length) => length <= ShortTail ? 0 : length / (length <= LongTail ? LongGrowth : HugeGrowth);

    private MarkdownBlock? TrySplit()
    {
        if (_renderer.RenderBefore(_count, _open.ToLineEnd(), _open.BeforeLine, _scanner.LinesBefore) is not { } html)
        {
            _nextTry = 2 * _open.BeforeLine;
            return null;
        }

        var source = _open.Split();
        // A name in brackets may become a link by a definition that is still to come.
        if (source.Contains('[', StringComparison.Ordinal)) _revisable.Add(new Revisable(_count, source, html, _renderer.Definitions));
        Restart();
        _scanner.Feed(_open.Line);
        return new MarkdownBlock(_count++, html);
    }

    private void Restart()
    {
        _scanner.Restart();
        _nextTry = 0;
        _tail = "";
        _tailLength = 0;
    }

    private readonly record struct Revisable(int Index, string Source, string Html, int Definitions);
}
