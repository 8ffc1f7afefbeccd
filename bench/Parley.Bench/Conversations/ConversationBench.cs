using System.Diagnostics;
using System.Globalization;

namespace Parley.Bench.Conversations;

/// <summary>What search, list and a long chat take when a hundred thousand messages lie in the database: over HTTP, the client's time included.</summary>
internal static class ConversationBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        var messages = int.Parse(Option(args, "--messages") ?? "100000", CultureInfo.InvariantCulture);
        var calls = int.Parse(Option(args, "--calls") ?? "60", CultureInfo.InvariantCulture);
        await using var host = await ChatHost.StartAsync(Option(args, "--database") ?? "");
        var watch = Stopwatch.StartNew();
        var talk = await SampleTalk.FillAsync(host, messages);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{host.Kind}: {messages:N0} messages of two people in {watch.Elapsed.TotalSeconds:N1} s, {host.Bytes() / 1e6:N0} MB; {calls} calls each, milliseconds"));
        var isMissed = false;
        foreach (var (what, goal, path) in new (string, double, string)[]
        {
            ("search: in every fourth message", 100, "conversations/search?q=people"),
            ("search: two common words", 100, "conversations/search?q=people+school"),
            ("search: a part of a word", 100, "conversations/search?q=eopl"),
            ("search: in 20 messages", 100, "conversations/search?q=zanzibar"),
            ("search: one common, one rare", 100, "conversations/search?q=people+zanzibar"),
            ("search: what only the other said", 100, "conversations/search?q=elsewhere"),
            ("search: nowhere", 100, "conversations/search?q=xylophonist"),
            ("search: Chinese, three characters", 100, "conversations/search?q=" + Uri.EscapeDataString("里斯本")),
            ("search: Chinese, two characters", 100, "conversations/search?q=" + Uri.EscapeDataString("夜车")),
            ("search: two letters", 100, "conversations/search?q=of"),
            ("search: two characters, nowhere", 100, "conversations/search?q=" + Uri.EscapeDataString("鸚鵡")),
            ("list: first page", 50, "conversations"),
            ("list: pinned", 50, "conversations?pinned=true"),
            ("list: a page far down", 50, $"conversations?cursor={talk.DeepCursor}"),
            ("1,000-message chat: itself", 300, $"conversations/{talk.Long}"),
            ("1,000-message chat: newest 60", 300, $"conversations/{talk.Long}/messages?limit=60"),
            ("statistics", 1_000, "conversations/stats"),
        })
        {
            List<double> times = [];
            var bytes = 0;
            for (var i = 0; i < calls + 3; i++)
            {
                var start = Stopwatch.GetTimestamp();
                bytes = (await host.GetAsync(path)).Length;
                if (i >= 3) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            var p95 = times[(int)(times.Count * 0.95)];
            isMissed |= p95 > goal;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-36} p50 {times[times.Count / 2],7:N1}  p95 {p95,7:N1}  goal {goal,5:N0}  {(p95 <= goal ? "met" : "MISSED")}  ({bytes:N0} bytes)"));
        }

        return isMissed ? 1 : 0;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
