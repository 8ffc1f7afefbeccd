using System.Collections.Concurrent;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Faults;

/// <summary>Decides whether this request gets the fault of its spec: by chance (<c>p</c>), or while it is among the first (<c>first</c>); and which of a mixture.</summary>
internal sealed class FaultGate(Dice dice)
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    public Spec Pass(Spec spec, string model)
    {
        if (!spec.Fault.Any) return spec;
        var spared = spec.Fault.Percent < 100 && dice.Below(100) >= spec.Fault.Percent;
        if (spec.Fault.FirstRequests > 0)
            spared |= _seen.AddOrUpdate(model, 1, (_, count) => count + 1) > spec.Fault.FirstRequests;
        return spared ? spec with { Fault = new() } : spec.Fault.IsMixed ? spec with { Fault = OneOf(spec.Fault) } : spec;
    }

    private Fault OneOf(Fault mixed)
    {
        var rolled = dice.Below(100);
        (int Percent, Fault Fault)[] all =
        [
            (mixed.BusyPercent, new Fault { Status = 429, RetryAfterSeconds = mixed.RetryAfterSeconds }), (mixed.FailPercent, new Fault { Status = 500 }), (mixed.HangPercent, new Fault { Hang = true }),
            (mixed.CutPercent, new Fault { DropAt = 2 }), (mixed.GarbagePercent, new Fault { Garbage = true }),
        ];
        foreach (var (percent, fault) in all)
            if ((rolled -= percent) < 0) return fault;
        return new Fault();
    }

    public void Reset() => _seen.Clear();
}
