namespace Parley.Fuzz.Engine;

/// <summary>How long a campaign is: so many inputs, which are the same in each run with the same seed, or so much time.</summary>
internal readonly record struct Length(int? Inputs, TimeSpan Time)
{
    public bool IsOver(int inputs, long since) =>
        Inputs is { } most ? inputs >= most : TimeProvider.System.GetElapsedTime(since) >= Time;
}
