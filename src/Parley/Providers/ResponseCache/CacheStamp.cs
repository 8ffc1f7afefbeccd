namespace Parley.Providers.ResponseCache;

/// <summary>The number of the newest removal that this node knows of: the change stamp of the cache's topic.</summary>
internal sealed class CacheStamp
{
    public const string Topic = "response-cache";

    private long _value;

    public long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
