namespace Parley.Simulator.Scripting;

/// <summary>Registered answers, in the order in which they came.</summary>
internal sealed class ScriptBook
{
    private readonly List<Entry> _entries = [];
    private readonly Lock _lock = new();
    private volatile int _count;

    public void Add(ScriptedAnswer answer)
    {
        lock (_lock)
        {
            _entries.Add(new(answer));
            _count = _entries.Count;
        }
    }

    /// <summary>The answer for a POST; null when nothing is registered for it.</summary>
    public ScriptedAnswer? Take(string path, string? model) =>
        Take(a => (a.Model is null || a.Model == model) && (a.Path is null || path.EndsWith(a.Path, StringComparison.Ordinal)));

    /// <summary>The answer for a GET; null when none is registered for its path.</summary>
    public ScriptedAnswer? TakeForGet(string path) => Take(a => a.Path is not null && path.EndsWith(a.Path, StringComparison.Ordinal));

    private ScriptedAnswer? Take(Predicate<ScriptedAnswer> fits)
    {
        if (_count == 0) return null;
        lock (_lock)
        {
            var entry = _entries.Find(e => fits(e.Answer));
            if (entry is null) return null;
            if (++entry.Used == entry.Answer.Times) _entries.Remove(entry);
            _count = _entries.Count;
            return entry.Answer;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _entries.Clear();
            _count = 0;
        }
    }

    private sealed class Entry(ScriptedAnswer answer)
    {
        public ScriptedAnswer Answer { get; } = answer;

        public int Used { get; set; }
    }
}
