using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>A tab with a conversation open: it loads the page, follows the feed and reads the thread anew when the page's script would (feed.js, live.js).</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(16), LiveFor = TimeSpan.FromSeconds(2);

    private readonly PersonBrowser _browser;
    private readonly string _conversation;
    private readonly Random _dice;
    private readonly Lock _gate = new();
    private readonly ShownThread _thread = new();
    private readonly Dictionary<string, long> _live = [];
    private CancellationTokenSource _left = new(), _line = new();
    private TaskCompletionSource? _online;
    private Task _following = Task.CompletedTask;
    private Task _frame = Task.CompletedTask;
    private bool _isReading, _isWanted;
    private long _cursor;

    private Tab(PersonBrowser browser, string conversation, Random dice) => (_browser, _conversation, _dice) = (browser, conversation, dice);

    /// <summary>What must not happen, and did.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<Tab> OpenAsync(PersonBrowser browser, string conversation, Random dice)
    {
        var tab = new Tab(browser, conversation, new Random(dice.Next()));
        await tab.LoadAsync();
        return tab;
    }

    /// <summary>What is on the page.</summary>
    public (string Text, List<ShownArticle> Articles) Look()
    {
        lock (_gate) return (_thread.ToString(), [.. _thread.Articles]);
    }

    /// <summary>F5.</summary>
    public async Task ReloadAsync()
    {
        await LeaveAsync();
        await LoadAsync();
    }

    public void GoOffline()
    {
        lock (_gate) _online ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _line.Cancel();
    }

    public void GoOnline()
    {
        lock (_gate)
        {
            _line = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
            _online?.SetResult();
            _online = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _line.Dispose();
        _left.Dispose();
    }

    private async Task LeaveAsync()
    {
        await _left.CancelAsync();
        await _following;
        Task frame;
        lock (_gate) frame = _frame;
        await frame;
    }

    /// <summary>Loads the page; while nobody answers, whoever sits there tries again.</summary>
    private async Task LoadAsync()
    {
        _left = new CancellationTokenSource();
        GoOnline();
        var page = await AgainAsync(() => _browser.PageAsync($"/c/{_conversation}", CancellationToken.None)) ?? throw new InvalidOperationException("The conversation is gone.");
        lock (_gate)
        {
            _thread.Show(ShownThread.Read(page));
            _cursor = long.Parse(page.QuerySelector("#chat")!.GetAttribute("data-seq")!, CultureInfo.InvariantCulture);
        }

        var left = _left.Token;
        _following = Task.Run(() => FollowAsync(left));
    }

    /// <summary>Does what a person does while a server does not answer: the same once more.</summary>
    public static async Task<T> AgainAsync<T>(Func<Task<T>> act)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await act();
            }
            catch (Exception away) when (away is HttpRequestException or IOException or OperationCanceledException && watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task FollowAsync(CancellationToken left)
    {
        var (attempt, wasLost) = (0, false);
        while (!left.IsCancellationRequested)
        {
            CancellationToken line;
            Task? online;
            lock (_gate) (line, online) = (_line.Token, _online?.Task);
            if (online is not null)
            {
                // A browser hears that it is online again, and tries at once.
                await online.WaitAsync(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wasLost = true;
                continue;
            }

            try
            {
                using var response = await _browser.FollowAsync(_cursor, line);
                if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    lock (_gate) Faults.Add($"signed out: {(int)response.StatusCode}");
                    return;
                }

                response.EnsureSuccessStatusCode();
                attempt = 0;
                if (wasLost) Refresh();
                wasLost = false;
                await ReadAsync(await response.Content.ReadAsStreamAsync(line), line);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
            {
                // the network, or the server, is away
            }

            wasLost = true;
            var wait = Math.Min(20_000, 400 << Math.Min(attempt++, 8));
            await Task.Delay(wait / 2 + _dice.Next(wait / 2), line).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(Stream body, CancellationToken line)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        while (await reader.ReadLineAsync(line) is { } text)
            if (text.StartsWith("data: ", StringComparison.Ordinal)) Take(JsonElement.Parse(text[6..]));
    }

    private void Take(JsonElement told)
    {
        var (kind, data) = (told.GetProperty("kind").GetString(), told.GetProperty("data"));
        lock (_gate)
        {
            if (told.TryGetProperty("seq", out var number))
            {
                var seq = number.GetInt64();
                if (kind == "reset") Faults.Add($"a reset at {seq}");
                else if (seq <= _cursor) return;
                else if (seq != _cursor + 1) Faults.Add($"event {seq} came after {_cursor}");
                _cursor = seq;
            }

            if (kind is "reset") Refresh();
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("conversationId", out var conversation) || conversation.GetString() != _conversation) return;
            var message = data.TryGetProperty("messageId", out var named) ? named.GetString()! : "";
            switch (kind)
            {
                case "tail":
                    _live[message] = TimeProvider.System.GetTimestamp();
                    _thread.Tail(data);
                    if (_frame.IsCompleted) _frame = DrawAsync();
                    break;
                case "message":
                    Refresh();
                    break;
                case "block" when !(_live.TryGetValue(message, out var at) && TimeProvider.System.GetElapsedTime(at) < LiveFor):
                    Refresh();
                    break;
            }
        }
    }

    private async Task DrawAsync()
    {
        await Task.Delay(Frame);
        lock (_gate)
            if (_thread.Draw() is (true, _) or (_, true)) Refresh();
    }

    /// <summary>Reads the thread anew. Many wishes at once are one reading, and one more behind it.</summary>
    private void Refresh()
    {
        lock (_gate)
        {
            _isWanted = true;
            if (_isReading) return;
            _isReading = true;
        }

        _ = Task.Run(ReadThreadAsync);
    }

    private async Task ReadThreadAsync()
    {
        while (true)
        {
            CancellationToken line;
            lock (_gate) (_isWanted, line) = (false, _line.Token);
            try
            {
                var part = await _browser.PageAsync($"/c/{_conversation}/thread", line);
                lock (_gate)
                {
                    if (part is not null && !line.IsCancellationRequested)
                    {
                        _thread.Merge(ShownThread.Read(part));
                        if (_thread.Draw().IsBehind) _isWanted = true;
                    }
                }
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
            {
                // as the page: the feed's coming back reads it again
            }

            lock (_gate)
            {
                if (_isWanted) continue;
                _isReading = false;
                return;
            }
        }
    }

}
