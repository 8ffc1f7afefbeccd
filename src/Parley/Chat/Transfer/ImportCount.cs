namespace Parley.Chat.Transfer;

/// <summary>An import's report in the making.</summary>
internal sealed class ImportCount
{
    private const int MostProblems = 100;
    private readonly List<ImportProblem> _problems = [];
    private readonly int[] _outcomes = new int[Enum.GetValues<ImportOutcome>().Length];
    private int _messages;

    /// <summary>Conversations that were met so far.</summary>
    public int Seen { get; private set; }

    public bool FoundJson { get; set; }

    public void Add(ImportOutcome outcome, int messages)
    {
        Seen++;
        _outcomes[(int)outcome]++;
        _messages += messages;
    }

    public void Fail(string? title, string problem)
    {
        Add(ImportOutcome.Failed, 0);
        Tell(new(Seen, title, problem));
    }

    public void Trouble(string file, string problem) => Tell(new(null, null, $"{file} {problem}."));

    public ImportReport ToReport() => new(
        this[ImportOutcome.Added], this[ImportOutcome.Updated], this[ImportOutcome.Unchanged], this[ImportOutcome.Empty], this[ImportOutcome.Failed],
        _messages, _problems.Count == 0, _problems);

    private int this[ImportOutcome outcome] => _outcomes[(int)outcome];

    private void Tell(ImportProblem problem)
    {
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }
}

internal enum ImportOutcome
{
    Added,
    Updated,
    Unchanged,
    Empty,
    Failed,

    /// <summary>There is no room for it: counts as failed.</summary>
    Full,
}
