using System.Net;
using System.Text.Json;
using Parley.Chat.Markdown;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>One run: a person asks, and while the answer comes tabs are reloaded, opened, cut off the network and left, at moments that a seed decides. Then everything is held to the one-shot render.</summary>
internal sealed class AnswerRun(PersonBrowser browser, Func<int> kills, int seed)
{
    private static readonly string[] Models = ["sim/echo", "sim/echo-itl2", "sim/echo-itl4", "sim/echo-ttft300-itl3", "sim/echo-itl6-jit90"];

    private readonly Random _dice = new(seed);
    private readonly List<Tab> _tabs = [];
    private readonly int _killsBefore = kills();
    private string _conversation = "";

    /// <summary>How often the answer broke off, and was asked for again.</summary>
    public int Interrupted { get; private set; }

    /// <summary>Runs; returns the conversation, for the next one to go on with.</summary>
    /// <param name="before">A conversation to go on with; empty for a new one.</param>
    /// <param name="messages">Messages that it has.</param>
    public async Task<string> RunAsync(string before, int messages)
    {
        var text = RandomMarkdown.Text(_dice);
        try
        {
            if (before.Length > 0)
            {
                _conversation = before;
                await OpenAsync();
            }

            await SendAsync(before, text);
            if (before.Length == 0) await OpenAsync();
            for (var acts = _dice.Next(1, 7); acts > 0; acts--)
            {
                await Task.Delay(_dice.Next(350));
                await ActAsync();
            }

            await SettleAsync(text);
            await CheckAsync(text, messages);
            return _conversation;
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"Run {seed}, conversation {_conversation}, {kills() - _killsBefore} kills: {problem.Message}", problem);
        }
        finally
        {
            foreach (var tab in _tabs) await tab.DisposeAsync();
        }
    }

    private async Task OpenAsync() => _tabs.Add(await Tab.OpenAsync(browser, _conversation, _dice));

    /// <summary>Sends once, however often it must be tried: the network may go away while it is sent.</summary>
    private async Task SendAsync(string before, string text)
    {
        var key = $"run-{seed}-{messages(before)}";
        var path = await Tab.AgainAsync(async () =>
        {
            using var patience = new CancellationTokenSource();
            if (_dice.Next(4) == 0) patience.CancelAfter(_dice.Next(1, 60));
            using var sent = await browser.PostAsync(before.Length > 0 ? $"/c/{before}/messages" : "/c/messages",
                [("Message", text.ReplaceLineEndings("\r\n")), ("Key", key), ("Model", Models[_dice.Next(Models.Length)])], patience.Token);
            var answer = await sent.Content.ReadAsStringAsync(CancellationToken.None);
            if (sent.StatusCode is HttpStatusCode.ServiceUnavailable) throw new HttpRequestException("not yet");
            Assert.True(sent.StatusCode == HttpStatusCode.OK, $"{(int)sent.StatusCode}: {answer}");
            return JsonElement.Parse(answer).GetProperty("path").GetString()!;
        });
        _conversation = path.Split('/', '#')[2];
        static string messages(string before) => before.Length > 0 ? before : "new";
    }

    private async Task ActAsync()
    {
        var tab = _tabs[_dice.Next(_tabs.Count)];
        switch (_dice.Next(6))
        {
            case 0 or 1:
                await tab.ReloadAsync();
                break;
            case 2 when _tabs.Count < 4:
                await OpenAsync();
                break;
            case 3 or 4:
                tab.GoOffline();
                await Task.Delay(_dice.Next(500));
                tab.GoOnline();
                break;
            case 5 when _tabs.Count > 1:
                _tabs.Remove(tab);
                await tab.DisposeAsync();
                break;
        }
    }

    /// <summary>Waits for the end of the answer in every tab; one that broke off is asked for again.</summary>
    private async Task SettleAsync(string text)
    {
        while (true)
        {
            await ChatClient.UntilAsync(() => Task.FromResult(_tabs.All(tab => tab.Look().Articles is [.., { IsAnswer: false } question, { IsAnswer: true, Status: not "streaming" }] && question.Text == text)), $"Not every tab sees an end:\n{string.Join("\n----\n", _tabs.Select(tab => tab.Look().Text))}");
            var last = _tabs[0].Look().Articles[^1];
            if (last.Status != "interrupted") return;
            Interrupted++;
            Assert.True(last.HasRetry, "No Retry.");
            await Tab.AgainAsync(async () =>
            {
                // Whoever pressed it and heard nothing looks first whether it was pressed.
                var page = await browser.PageAsync($"/c/{_conversation}", CancellationToken.None);
                if (ShownThread.Read(page!)[^1].Id != last.Id) return true;
                using var sent = await browser.PostAsync($"/c/{_conversation}/m/{last.Id}/regenerate", [("Model", Models[_dice.Next(Models.Length)])], CancellationToken.None);
                if (sent.StatusCode is HttpStatusCode.ServiceUnavailable) throw new HttpRequestException("not yet");
                Assert.True(sent.StatusCode == HttpStatusCode.OK, $"Retry: {(int)sent.StatusCode} {await sent.Content.ReadAsStringAsync(CancellationToken.None)}");
                return true;
            });
            await ChatClient.UntilAsync(() => Task.FromResult(_tabs.All(tab => tab.Look().Articles[^1].Id != last.Id)), "A tab does not see that the answer is asked for again.");
        }
    }

    private async Task CheckAsync(string text, int messages)
    {
        var fresh = ShownThread.Read((await Tab.AgainAsync(() => browser.PageAsync($"/c/{_conversation}", CancellationToken.None)))!);
        var expected = string.Join("\n\n", fresh);
        foreach (var tab in _tabs)
        {
            await ChatClient.UntilAsync(() => Task.FromResult(tab.Look().Text == expected), $"A tab shows\n{tab.Look().Text}\n----\nand a fresh one\n{expected}");
            Assert.Empty(tab.Faults);
        }

        // Nothing twice, nothing missing, and what is shown is what rendering it at once gives.
        Assert.Equal(messages + 2, fresh.Count);
        Assert.Equal(fresh.Count, fresh.Select(a => a.Id).Distinct().Count());
        Assert.Equal((text, "complete", true), (fresh[^2].Text, fresh[^1].Status, fresh[^1].IsAnswer));
        Assert.Equal(Render(text), fresh[^1].Blocks);
        var export = await Tab.AgainAsync(() => browser.TextAsync($"/api/v1/conversations/{_conversation}/export?format=json", CancellationToken.None));
        var whole = JsonElement.Parse(export);
        var turn = (whole.ValueKind == JsonValueKind.Array ? whole[0] : whole).GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("id").GetString() == fresh[^2].Id || (m.TryGetProperty("parentId", out var parent) && parent.GetString() == fresh[^2].Id)).ToList();
        Assert.Equal(2 + Interrupted, turn.Count);
        Assert.True(Interrupted <= kills() - _killsBefore, $"{Interrupted} answers broke off in {kills() - _killsBefore} kills.");
        foreach (var answer in turn.Skip(1).SkipLast(1))
        {
            Assert.Equal("interrupted", answer.GetProperty("status").GetString());
            Assert.StartsWith(answer.GetProperty("text").GetString()!, text, StringComparison.Ordinal);
        }
    }

    private static List<string> Render(string text) => [.. MarkdownRenderer.RenderBlocks(text).Select(block => PersonBrowser.Parse($"<div>{block.Html}</div>").Body!.FirstElementChild!.InnerHtml)];
}
