using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Parley.Bench.Load;

/// <summary>One measurement: a case against a target, connections in a closed loop, figures from inside the window only.</summary>
internal sealed class LoadRun(LoadCase load, ITarget target, LoadOptions options) : IDisposable
{
    // Digits in the prompt that are written anew for each request.
    private const string Number = "000000000000";

    // Never twice in this process: another round asks the same server.
    private static long s_sent;

    private readonly byte[] _request = Request(load, target);
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _measuring;

    public async Task<Measure> RunAsync()
    {
        var tallies = Enumerable.Range(0, load.Connections).Select(_ => new Tally()).ToArray();
        // Paced streams start spread over the warm-up: a herd that walks in step measures the step.
        var ramp = load.Paced ? options.Warmup / load.Connections : TimeSpan.Zero;
        var loops = tallies.Select((tally, i) => Task.Run(() => LoopAsync(tally, ramp * i))).ToArray();
        await Task.Delay(options.Warmup);

        var before = target.Meter.Cpu();
        var watch = Stopwatch.StartNew();
        _measuring = true;
        var peak = await target.Meter.PeakMemoryAsync(options.Window);
        _measuring = false;
        var seconds = watch.Elapsed.TotalSeconds;
        var cpu = target.Meter.Cpu() - before;

        await _stop.CancelAsync();
        await Task.WhenAll(loops);
        var sum = new Tally();
        foreach (var tally in tallies) sum.Add(tally);
        return Measure.Of(sum, seconds, cpu, peak);
    }

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync(Tally tally, TimeSpan startAfter)
    {
        var scanner = new AnswerScanner(load.Terminator);
        var request = load.EachDiffers ? (byte[])_request.Clone() : _request;
        using var connection = new HttpConnection(target.Address);
        var connected = false;
        try
        {
            await Task.Delay(startAfter, _stop.Token);
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    if (!connected) await connection.ConnectAsync(_stop.Token);
                    connected = true;
                    await AskAsync(connection, request, scanner, tally);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    connected = false;
                    Count(tally, problem.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the window is over
        }
    }

    private async Task AskAsync(HttpConnection connection, byte[] request, AnswerScanner scanner, Tally tally)
    {
        if (load.EachDiffers) Interlocked.Increment(ref s_sent).TryFormat(request.AsSpan(request.AsSpan().IndexOf("#"u8) + 1, Number.Length), out _, "D12", CultureInfo.InvariantCulture);
        scanner.Start();
        var sent = Stopwatch.GetTimestamp();
        var status = await connection.SendAsync(request, piece =>
        {
            if (!load.Streams) return;
            var known = scanner.Chunks;
            scanner.Add(piece.Span, Stopwatch.GetTimestamp(), _measuring ? tally.ChunkDelay : null);
            if (_measuring) tally.Chunks += scanner.Chunks - known;
        }, _stop.Token);
        if (!_measuring) return;

        tally.Requests++;
        tally.Latency.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        if (scanner.FirstChunkAt > 0) tally.FirstToken.Add(Stopwatch.GetElapsedTime(sent, scanner.FirstChunkAt).TotalMicroseconds);
        if (status != 200) Count(tally, $"status {status}");
        else if (load.Streams && (scanner.Chunks != load.Chunks * load.Copies || !scanner.Terminated)) Count(tally, $"a stream of {scanner.Chunks} chunks, terminated: {scanner.Terminated}");
    }

    private void Count(Tally tally, string error)
    {
        if (!_measuring) return;
        tally.Errors++;
        tally.FirstError ??= error;
    }

    private static byte[] Request(LoadCase load, ITarget target)
    {
        var prompt = string.Concat(Enumerable.Repeat("All work and no play. ", load.PromptBytes / 22 + 1))[..load.PromptBytes];
        if (load.EachDiffers) prompt = $"#{Number} {prompt}";
        var asked = load.Format == "responses" ? $"\"store\":false,\"input\":\"{prompt}\"" : $$"""{{(load.Format == "messages" ? "\"max_tokens\":4000," : "")}}"messages":[{"role":"user","content":"{{prompt}}"}]""";
        var body = $$"""{"model":"{{load.Model}}","stream":{{(load.Streams || load.Stream ? "true" : "false")}},{{asked}}}""";
        var path = load.Format switch { "chat" => "chat/completions", var format => format };
        return Encoding.ASCII.GetBytes(
            $"POST /v1/{path} HTTP/1.1\r\nHost: {target.Address}\r\nAuthorization: Bearer {target.Key}\r\nContent-Type: application/json\r\n{(load.Cache.Length > 0 ? $"x-parley-cache: {load.Cache}\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
