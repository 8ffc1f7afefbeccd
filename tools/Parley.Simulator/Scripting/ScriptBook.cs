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

    /// <summary>The answer for a request; null when nothing is registered for it.</summary>
    public ScriptedAnswer? Take(string? model)
    {
        if (_count == 0) return null;
        lock (_lock)
        {
            var entry = _entries.Find(e => e.Answer.Model is null || e.Answer.Model == model);
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
