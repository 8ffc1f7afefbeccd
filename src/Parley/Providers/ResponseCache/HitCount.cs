namespace Parley.Providers.ResponseCache;

/// <summary>One owner's figures: a sum, and a ring of the last 60 minutes.</summary>
internal sealed class HitCount
{
    private const int Minutes = 60;

    private readonly Lock _gate = new();
    private readonly (long Minute, HitFigures Figures)[] _ring = new (long, HitFigures)[Minutes];
    private HitFigures _sum;

    public void Add(long minute, bool isHit)
    {
        var one = isHit ? new HitFigures(1, 0) : new HitFigures(0, 1);
        lock (_gate)
        {
            _sum += one;
            ref var slot = ref _ring[minute % Minutes];
            // A clock that was set back counts into what is there.
            if (slot.Minute < minute) slot = (minute, default);
            slot.Figures += one;
        }
    }

    public (HitFigures SinceStart, HitFigures LastHour) Read(long minute)
    {
        lock (_gate)
        {
            var hour = default(HitFigures);
            foreach (var (at, figures) in _ring)
                if (at > minute - Minutes) hour += figures;
            return (_sum, hour);
        }
    }
}
