namespace Parley.Assets.Reading;

/// <summary>One at a time for each person, in the order in which they come. Nothing is kept of people who wait for nothing.</summary>
internal sealed class PersonalTurns
{
    private readonly Dictionary<Guid, Line> _lines = [];

    /// <summary>Waits for the person's turn; dispose of what is given when it is over.</summary>
    public async Task<IDisposable> TakeAsync(Guid person, CancellationToken cancellationToken)
    {
        var line = Join(person);
        try
        {
            await line.Turn.WaitAsync(cancellationToken);
            return line;
        }
        catch (OperationCanceledException)
        {
            Leave(line);
            throw;
        }
    }

    private Line Join(Guid person)
    {
        lock (_lines)
        {
            if (!_lines.TryGetValue(person, out var line)) _lines[person] = line = new Line(this, person);
            line.Length++;
            return line;
        }
    }

    private void Leave(Line line)
    {
        lock (_lines)
        {
            if (--line.Length > 0) return;
            _lines.Remove(line.Person);
            line.Turn.Dispose();
        }
    }

    private sealed class Line(PersonalTurns turns, Guid person) : IDisposable
    {
        public Guid Person => person;

        public SemaphoreSlim Turn { get; } = new(1);

        public int Length { get; set; }

        /// <summary>Ends the turn.</summary>
        public void Dispose()
        {
            Turn.Release();
            turns.Leave(this);
        }
    }
}
