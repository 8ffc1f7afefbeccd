namespace Parley.Billing.Metering;

/// <summary>Lets those who waited for a commit go on, a few on each pool thread: one work item for every waiter would cost more
/// in waking threads than what the waiters still have to do.</summary>
internal static class WaiterRelease
{
    private const int MostPerThread = 8;

    [ThreadStatic]
    private static bool s_isUnderWay;

    /// <summary>This thread lets waiters go one after the other: it must not wait for a disk, for others stand behind.</summary>
    public static bool IsUnderWay => s_isUnderWay;

    public static void LetGo(List<DurableWaiter> waiters)
    {
        var portion = Math.Clamp((waiters.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount, 1, MostPerThread);
        for (var start = 0; start < waiters.Count; start += portion)
            ThreadPool.UnsafeQueueUserWorkItem(LetSomeGo, waiters.GetRange(start, Math.Min(portion, waiters.Count - start)), preferLocal: false);
    }

    private static void LetSomeGo(List<DurableWaiter> some)
    {
        s_isUnderWay = true;
        foreach (var waiter in some) waiter.Succeed();
        s_isUnderWay = false;
    }
}
