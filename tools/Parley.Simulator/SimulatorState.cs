using Parley.Simulator.Behaviour;
using Parley.Simulator.Faults;
using Parley.Simulator.Recording;
using Parley.Simulator.Scripting;

namespace Parley.Simulator;

/// <summary>What one running simulator knows.</summary>
internal sealed class SimulatorState(SimulatorOptions options)
{
    private long _number;

    public SimulatorOptions Options { get; } = options;

    public Spec Start { get; } = SpecReader.Read(new(), options.Words);

    public Counters Counters { get; } = new();

    public RequestLog Log { get; } = new(options.Record);

    public ScriptBook Scripts { get; } = new();

    public Dice Dice { get; } = new(options.Seed);

    public FaultGate Faults { get; } = new(new(options.Seed + 1));

    public RenderCache Rendered { get; } = new();

    public long NextNumber() => Interlocked.Increment(ref _number);

    public void Reset()
    {
        Counters.Reset();
        Log.Reset();
        Scripts.Reset();
        Faults.Reset();
    }
}
