namespace Parley.Fuzz.Engine;

/// <summary>A run against one target: first what was found before, then the seeds, then what becomes of them.</summary>
internal sealed class Campaign(Target target, int seed, Length length, Watchdog watchdog)
{
    private const int LargestKept = 64 * 1024;
    private const int MostFindings = 10;

    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _found = [];

    /// <summary>Findings of earlier runs that were tried again.</summary>
    public int Regressions { get; private set; }

    /// <summary>Of those, how many still break the product.</summary>
    public int Broken { get; private set; }

    /// <summary>Whether anything new was found.</summary>
    public bool FoundNew => _found.Count > 0;

    public void Run()
    {
        foreach (var path in Findings.Of(target)) TryAgain(path);
        var start = TimeProvider.System.GetTimestamp();
        var words = new Vocabulary();
        foreach (var input in Golden().Concat(target.Seeds).ToList())
        {
            foreach (var document in Mutator.Documents(input)) words.Learn(document);
            Take(input);
            _corpus.Add(input);
        }

        var mutator = new Mutator(words, new Random(seed));
        var runs = 0;
        for (; !length.IsOver(runs, start) && _found.Count < MostFindings; runs++)
        {
            var input = mutator.Next(_corpus);
            Take(input);
            if (Coverage.IsOn && Coverage.IsNew() && input.Length <= LargestKept) _corpus.Add(input);
        }

        Console.WriteLine($"{target.Name}: {runs} inputs, {_corpus.Count} in the corpus, {Regressions} known findings tried again, {_found.Count + Broken} broken");
    }

    private IEnumerable<byte[]> Golden()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "corpus");
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => target.IsSeed(Path.GetRelativePath(folder, path).Replace('\\', '/'))).Select(File.ReadAllBytes);
    }

    private void TryAgain(string path)
    {
        Regressions++;
        if (Try(File.ReadAllBytes(path)) is not { } problem) return;
        Broken++;
        Console.WriteLine($"FAIL {target.Name}: {problem}\n  again, on {path}");
    }

    private void Take(byte[] input)
    {
        if (Try(input) is not { } problem || !_found.Add(Findings.Head(problem))) return;
        var path = Findings.Save(target.Name, Findings.Shrink(target, input, problem));
        Console.WriteLine($"FAIL {target.Name}: {problem}\n  saved as {path}");
    }

    private string? Try(byte[] input)
    {
        watchdog.Enter(target, input);
        var problem = Trial.Of(target, input);
        watchdog.Leave();
        return problem;
    }
}
