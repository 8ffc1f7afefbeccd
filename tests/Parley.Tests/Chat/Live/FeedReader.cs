using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Chat.Live;

/// <summary>A tab: follows the feed, and holds what a page would show. Text is put together by the rule of the feed: what comes goes to its offset, in the place of what stood from there on.</summary>
internal sealed class FeedReader(HttpClient client) : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, string> _durable = [];
    private readonly List<string> _kinds = [];
    private HttpResponseMessage? _response;
    private Task _reading = Task.CompletedTask;

    public long Seq { get; private set; }

    /// <summary>Durable events until now, by number: a number never means two things.</summary>
    public IReadOnlyDictionary<long, string> Durable
    {
        get { lock (_gate) return new SortedDictionary<long, string>(_durable); }
    }

    public Dictionary<string, string> Texts { get; } = [];

    public Dictionary<string, string> States { get; } = [];

    public IReadOnlyList<string> Kinds
    {
        get { lock (_gate) return [.. _kinds]; }
    }

    /// <summary>Connects behind what it has (or at the number given), and goes on reading.</summary>
    public async Task ConnectAsync(long? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        if ((after ?? (Seq > 0 ? Seq : null)) is { } place) request.Headers.Add("Last-Event-ID", place.ToString(CultureInfo.InvariantCulture));
        _response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _over.Token);
        Assert.Equal(HttpStatusCode.OK, _response.StatusCode);
        var stream = await _response.Content.ReadAsStreamAsync(_over.Token);
        _reading = Task.Run(() => ReadAsync(stream));
    }

    /// <summary>The network goes away.</summary>
    public async Task DisconnectAsync()
    {
        _response?.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_reading.Exception?.InnerException is Xunit.Sdk.XunitException broken) throw broken;
    }

    /// <summary>Completes when the server, or the network, ended it.</summary>
    public Task EndedAsync() => _reading.ContinueWith(_ => { }, TaskScheduler.Default);

    public string? TextOf(string messageId)
    {
        lock (_gate) return Texts.GetValueOrDefault(messageId);
    }

    public string? StateOf(string messageId)
    {
        lock (_gate) return States.GetValueOrDefault(messageId);
    }

    public bool Has(string kind)
    {
        lock (_gate) return _kinds.Contains(kind);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await DisconnectAsync();
        _over.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string? id = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            lock (_gate) Take(id, JsonElement.Parse(line[6..]));
            id = null;
        }
    }

    private void Take(string? id, JsonElement envelope)
    {
        var (kind, data) = (envelope.GetProperty("kind").GetString()!, envelope.GetProperty("data"));
        _kinds.Add(kind);
        // Only what is durable has a number, and the numbers only grow.
        Assert.Equal(id, envelope.TryGetProperty("seq", out var seq) ? seq.GetRawText() : null);
        if (id is not null)
        {
            var number = long.Parse(id, CultureInfo.InvariantCulture);
            if (kind is not ("hello" or "reset"))
            {
                Assert.Equal(Seq + 1, number);
                _durable[number] = envelope.GetRawText();
            }

            Seq = number;
        }

        switch (kind)
        {
            case "message":
                var message = data.GetProperty("id").GetString()!;
                (Texts[message], States[message]) = (data.GetProperty("text").GetString()!, data.GetProperty("status").GetString()!);
                break;
            case "block" or "tail":
                var of = data.GetProperty("messageId").GetString()!;
                var (offset, text) = (data.GetProperty("offset").GetInt32(), data.GetProperty("text").GetString()!);
                var before = Texts.GetValueOrDefault(of, "");
                Assert.True(offset <= before.Length, $"a gap: {kind} at {offset}, and there are {before.Length} characters");
                // A block confirms what tails showed already; a tail replaces.
                Texts[of] = kind == "block" && before.Length > offset + text.Length ? before[..offset] + text + before[(offset + text.Length)..] : before[..offset] + text;
                break;
        }
    }
}
