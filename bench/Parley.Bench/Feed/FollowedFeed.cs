using System.Diagnostics;
using Parley.Bench.Load;

namespace Parley.Bench.Feed;

/// <summary>One person's tab: reads the feed, and how old the tokens are that its tails bring. The simulator writes its clock into each.</summary>
internal sealed class FollowedFeed(FeedStage stage, string key, bool withHtml) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly AnswerScanner _scanner = new();
    private HttpResponseMessage? _response;
    private bool _isFirst;

    public string Key => key;

    public Samples Delays { get; } = new();

    /// <summary>Of the first tail of each answer alone.</summary>
    public Samples Firsts { get; } = new();

    /// <summary>Completes with the first tail of the answer that is asked for next.</summary>
    public TaskCompletionSource FirstTail { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ExpectAnswer() => FirstTail = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task ConnectAsync()
    {
        using var request = FeedStage.Request(HttpMethod.Get, withHtml ? "/api/v1/events?html=true" : "/api/v1/events", key);
        _response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _over.Token);
        _response.EnsureSuccessStatusCode();
        _scanner.Start();
        _ = ReadAsync(await _response.Content.ReadAsStreamAsync(_over.Token));
    }

    public void Dispose()
    {
        _over.Cancel();
        _response?.Dispose();
        _over.Dispose();
    }

    private async Task ReadAsync(Stream body)
    {
        var buffer = new byte[16 * 1024];
        var line = new MemoryStream();
        try
        {
            while (await body.ReadAsync(buffer, _over.Token) is > 0 and var count)
            {
                var now = Stopwatch.GetTimestamp();
                foreach (var item in buffer.AsSpan(0, count))
                {
                    if (item != (byte)'\n')
                    {
                        line.WriteByte(item);
                        continue;
                    }

                    Take(line.GetBuffer().AsSpan(0, (int)line.Length), now);
                    line.SetLength(0);
                }
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or HttpRequestException)
        {
            // The bench is over.
        }
    }

    private void Take(ReadOnlySpan<byte> line, long now)
    {
        if (line.StartsWith("data: {\"kind\":\"status\""u8)) _isFirst = true;
        // Tokens come again in the durable events, later: those do not count. Nor does the same text as HTML beside it.
        if (!line.StartsWith("data: {\"kind\":\"tail\""u8) || line.IndexOf("\"text\":\""u8) is not (>= 0 and var text)) return;
        line = line[(text + 8)..];
        line = line[..line.IndexOf((byte)'"')];
        if (_isFirst)
        {
            var (scanner, first) = (new AnswerScanner(), new Samples());
            scanner.Start();
            scanner.Add(line, now, first);
            if (first.Count == 0) return;
            // The oldest that it brings is the answer's first.
            Firsts.Add(first.Percentile(100));
            _isFirst = false;
            FirstTail.TrySetResult();
        }

        _scanner.Add(line, now, Delays);
    }
}
