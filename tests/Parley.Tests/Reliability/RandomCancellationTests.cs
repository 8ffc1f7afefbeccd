using System.Collections.Concurrent;

namespace Parley.Tests.Reliability;

/// <summary>Clients that leave at any moment, over reused connections. A hundred thousand: <c>PARLEY_CANCELLATIONS=100000</c>.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class RandomCancellationTests
{
    private const int AtOnce = 48;
    private static readonly int Calls = Reliable.Times("PARLEY_CANCELLATIONS", 3000);
    private static readonly string[] Kinds = ["chat", "messages"];

    private readonly ConcurrentDictionary<string, bool> _ids = new();
    private int _whole, _left, _leftInTheMiddle;

    [Fact]
    public async Task No_answer_reaches_another_caller_and_nothing_stays_active()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            var random = new Random(worker);
            for (int i; (i = Interlocked.Increment(ref next)) < Calls;) await CallAsync(stage, i, random);
        }));

        await stage.QuietAsync();
        Assert.True(_whole > Calls / 20 && _left > Calls / 20 && _leftInTheMiddle > Calls / 50, $"{_whole} whole, {_left} left, {_leftInTheMiddle} of them in the middle");
        await CheckLedgerAsync(stage);
    }

    private async Task CallAsync(ReliabilityStage stage, int number, Random random)
    {
        var mark = $"[{number:x8}]";
        using var leave = new CancellationTokenSource();
        var (leaves, after) = (random.Next(4) > 0, TimeSpan.FromMilliseconds(random.Next(0, 30)));
        // Some go by the clock from the start, some once the answer began: on a busy machine few heads come within 30 ms.
        var waitsForHead = random.Next(2) > 0;
        var call = new WireCall(Kinds[random.Next(2)], $"{Kinds[random.Next(2)]}/echo-itlu{random.Next(3) * 400}-ttft{random.Next(4)}", random.Next(4) > 0)
        { Prompt = string.Concat(Enumerable.Repeat(mark, random.Next(3, 30))), OnHead = () => { if (leaves && waitsForHead) leave.CancelAfter(after); } };
        if (leaves && !waitsForHead) leave.CancelAfter(after);
        try
        {
            var answer = await call.AskAsync(stage.Client, leave.Token);
            _ids[answer.Id!] = answer.IsComplete;
            Assert.Equal(200, answer.Status);
            Assert.Null(answer.Error);
            // What came is the beginning of this caller's own answer; what claims to be whole is whole.
            Assert.StartsWith(answer.Text, call.Prompt, StringComparison.Ordinal);
            if (answer.IsComplete)
            {
                Assert.Equal(call.Prompt, answer.Text);
                Interlocked.Increment(ref _whole);
                return;
            }

            Assert.True(leave.IsCancellationRequested, $"{call} broke off by itself: {answer.Broken}");
            if (answer.Text.Length > 0) Interlocked.Increment(ref _leftInTheMiddle);
        }
        catch (OperationCanceledException)
        {
            // Left before the head came.
        }

        Interlocked.Increment(ref _left);
    }

    private async Task CheckLedgerAsync(ReliabilityStage stage)
    {
        var records = await stage.Usage.AllAsync();
        var byId = records.ToDictionary(r => r.GetProperty("requestId").GetString()!); // throws when one stands twice
        Assert.Empty(_ids.Keys.Except(byId.Keys));
        Assert.Empty(_ids.Where(id => id.Value && UsageBook.Outcome(byId[id.Key]) != "completed").Select(id => id.Key));
        Assert.All(records, r => Assert.True(UsageBook.Outcome(r) is "completed" or "cancelled", r.GetRawText()));
        Assert.InRange(records.Count, (int)stage.Simulator.Stats.Posts, Calls);
        // Nothing is open either: after a kill, open calls would come back as indeterminate.
        await stage.Parley.KillAsync();
        await stage.Parley.StartAsync();
        Assert.DoesNotContain(await stage.Usage.AllAsync(), r => UsageBook.Outcome(r) == "indeterminate");
    }
}
