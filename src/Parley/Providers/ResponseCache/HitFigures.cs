namespace Parley.Providers.ResponseCache;

/// <summary>How often there was an answer, and how often there was none.</summary>
internal readonly record struct HitFigures(long Hits, long Misses)
{
    /// <summary>Hits among all; null when nobody asked.</summary>
    public double? HitRate => Hits + Misses is > 0 and var all ? Math.Round((double)Hits / all, 4) : null;

    public static HitFigures operator +(HitFigures one, HitFigures other) => new(one.Hits + other.Hits, one.Misses + other.Misses);
}
