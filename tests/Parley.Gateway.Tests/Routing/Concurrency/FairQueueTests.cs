using CsCheck;
using Parley.Gateway.Routing.Concurrency;

namespace Parley.Gateway.Tests.Routing.Concurrency;

public sealed class FairQueueTests
{
    [Fact]
    public void Callers_are_served_in_turn_and_each_in_its_order()
    {
        var queue = new FairQueue<string>();
        foreach (var item in new[] { "a1", "a2", "a3", "a4", "b1", "c1", "b2" }) queue.Enqueue(item[..1], item);
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], Drain(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Who_leaves_holds_nobody_up()
    {
        var queue = new FairQueue<string>();
        var first = queue.Enqueue("a", "a1");
        queue.Enqueue("b", "b1");
        var last = queue.Enqueue("c", "c1");
        Assert.True(queue.Leave(first));
        Assert.False(queue.Leave(first));
        Assert.Equal(["b1", "c1"], Drain(queue));
        Assert.False(queue.Leave(last)); // it was served
    }

    /// <summary>However many come and go: nothing is lost, each caller's order holds, and what was said to be ahead is what was served before.</summary>
    [Fact]
    public void Laws_hold_for_any_crowd() => Gen.Int[0, 5].Array[0, 60].Sample(callers =>
    {
        var queue = new FairQueue<(int Caller, int Number)>();
        for (var i = 0; i < callers.Length; i++) queue.Enqueue($"{callers[i]}", (callers[i], i));
        var ahead = queue.AheadOf("9");
        queue.Enqueue("9", (9, -1));
        var served = Drain(queue);
        Assert.Equal(callers.Length + 1, served.Count);
        Assert.Equal(ahead, served.FindIndex(s => s.Caller == 9));
        foreach (var of in served.GroupBy(s => s.Caller)) Assert.Equal(of.Select(s => s.Number).Order(), of.Select(s => s.Number));
    });

    private static List<T> Drain<T>(FairQueue<T> queue)
    {
        var all = new List<T>();
        while (queue.TryDequeue(out var item)) all.Add(item);
        return all;
    }
}
