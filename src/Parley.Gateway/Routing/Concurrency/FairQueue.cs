namespace Parley.Gateway.Routing.Concurrency;

/// <summary>A queue that serves callers in turn, and each caller's items in their order: who brings many waits behind its own, not before
/// everybody else's. No threads and no clocks.</summary>
internal sealed class FairQueue<T>
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly LinkedList<Line> _turns = new();

    public int Count { get; private set; }

    public int CountOf(string caller) => _lines.TryGetValue(caller, out var line) ? line.Items.Count : 0;

    /// <summary>How many would be served before a further item of this caller.</summary>
    public int AheadOf(string caller)
    {
        var own = CountOf(caller);
        var ahead = 0;
        foreach (var line in _turns) ahead += line.Caller == caller ? own : Math.Min(line.Items.Count, own + 1);
        return ahead;
    }

    public Place Enqueue(string caller, T item)
    {
        if (!_lines.TryGetValue(caller, out var line))
        {
            line = new Line(caller);
            _lines.Add(caller, line);
            line.Turn = _turns.AddLast(line);
        }

        Count++;
        return new Place(line, line.Items.AddLast(item));
    }

    public bool TryDequeue(out T item)
    {
        if (_turns.First is not { } turn)
        {
            item = default!;
            return false;
        }

        var first = turn.Value.Items.First!;
        item = first.Value;
        Leave(new Place(turn.Value, first));
        if (turn.List is null) return true;
        _turns.Remove(turn);
        _turns.AddLast(turn);
        return true;
    }

    /// <summary>Gives a place up; false when it was served already.</summary>
    public bool Leave(Place place)
    {
        if (place.Item.List is null) return false;
        place.Line.Items.Remove(place.Item);
        Count--;
        if (place.Line.Items.Count > 0) return true;
        _lines.Remove(place.Line.Caller);
        _turns.Remove(place.Line.Turn!);
        return true;
    }

    /// <summary>Where an item waits.</summary>
    internal readonly record struct Place(Line Line, LinkedListNode<T> Item);

    /// <summary>One caller's items.</summary>
    internal sealed class Line(string caller)
    {
        public string Caller { get; } = caller;

        public LinkedList<T> Items { get; } = new();

        public LinkedListNode<Line>? Turn { get; set; }
    }
}
