using System.Diagnostics;
using Parley.Bench.Load;

namespace Parley.Bench.Feed;

/// <summary>One person's tab: reads the feed, and how old the tokens are that its tails bring. The simulator writes its clock into each.</summary>
internal sealed class FollowedFeed(HttpClient client, Guid person) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly AnswerScanner _scanner = new();
    private HttpResponseMessage? _response;

    public Guid Person => person;

    public Samples Delays { get; } = new();

    public async Task ConnectAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add(FeedHost.PersonHeader, person.ToString());
        request.Headers.Add(FeedHost.ScopesHeader, "gateway chat");
        _response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _over.Token);
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

                    // Tokens come again in the durable events, later: those do not count.
                    var text = line.GetBuffer().AsSpan(0, (int)line.Length);
                    if (text.StartsWith("data: {\"kind\":\"tail\""u8)) _scanner.Add(text, now, Delays);
                    line.SetLength(0);
                }
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or HttpRequestException)
        {
            // The bench is over.
        }
    }
}
