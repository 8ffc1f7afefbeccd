namespace Parley.Fuzz.Engine;

/// <summary>Saves the input and ends the process when a trial does not come back at all.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Timer _timer;
    private volatile byte[]? _input;
    private string _target = "";
    private long _since;

    public Watchdog() => _timer = new Timer(_ => Look(), null, s_patience, TimeSpan.FromSeconds(1));

    public void Enter(Target target, byte[] input)
    {
        _target = target.Name;
        Volatile.Write(ref _since, TimeProvider.System.GetTimestamp());
        _input = input;
    }

    public void Leave() => _input = null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_input is not { } input || TimeProvider.System.GetElapsedTime(Volatile.Read(ref _since)) < s_patience) return;
        Console.Error.WriteLine($"HANG: {_target} did not come back within {s_patience.TotalSeconds} s: {Findings.Save(_target, input)}");
        Environment.Exit(3);
    }
}
