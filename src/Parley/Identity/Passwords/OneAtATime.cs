namespace Parley.Identity.Passwords;

/// <summary>Lets one attempt for an account look at a time, so that a hundred at once are not all let through before the first is counted.</summary>
internal sealed class OneAtATime
{
    private readonly Dictionary<string, Turn> _turns = [];

    public async ValueTask<IDisposable> TakeAsync(string key, CancellationToken cancellationToken)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out turn)) _turns[key] = turn = new Turn(this, key);
            turn.Here++;
        }

        try
        {
            await turn.Gate.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_turns)
            if (--turn.Here == 0) _turns.Remove(turn.Key);
    }

    private sealed class Turn(OneAtATime turns, string key) : IDisposable
    {
        public string Key => key;

        public SemaphoreSlim Gate { get; } = new(1);

        public int Here { get; set; }

        // The semaphore's wait handle is never asked for, so it holds nothing to dispose of.
        public void Dispose()
        {
            Gate.Release();
            turns.Leave(this);
        }
    }
}
