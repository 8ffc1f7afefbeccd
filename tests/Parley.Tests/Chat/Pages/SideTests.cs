using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;

namespace Parley.Tests.Chat.Pages;

/// <summary>The list of conversations in the side, over HTTP.</summary>
public sealed class SideTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly Guid _person = ChatStage.NewPerson();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_folder_lists_all_that_is_in_it_whatever_is_newer(bool postgres)
    {
        await using var stage = await ChatStage.StartAsync(postgres);
        await FillAsync(stage, [.. Enumerable.Range(0, 100).Select(i => ($"New {i}", (string?)null)), ("Alone", "Home"), .. Enumerable.Range(0, 45).Select(i => ($"Filed {i}", (string?)(i % 2 == 0 ? "Work" : "work")))]);
        using var client = stage.Person(_person);
        var html = await GetAsync(client, "/c/list");
        Assert.Contains(">Alone<", html, StringComparison.Ordinal);
        Assert.Equal((60, 20), (Count(html, "New"), Count(html, "Filed")));

        // The folder's end leads on, with the script in the side and without it in a page; so does the end of all.
        Assert.Equal([20, 5], await FollowAsync(client, html, "data-more=\"([^\"]*folder=[^\"]*)\"", "Filed"));
        Assert.Equal([25], await FollowAsync(client, html, "href=\"(/chats[^\"]*folder=[^\"]*)\"", "Filed"));
        Assert.Equal([40], await FollowAsync(client, html, "data-more=\"([^\"&]*)\"", "New"));
    }

    [Fact]
    public async Task The_open_chat_is_listed_and_marked_however_old_it_is()
    {
        await using var stage = await ChatStage.StartAsync();
        await FillAsync(stage, [.. Enumerable.Range(0, 100).Select(i => ($"New {i}", (string?)null)), .. Enumerable.Range(0, 30).Select(i => ($"Filed {i}", (string?)"Work"))]);
        using var client = stage.Person(_person);
        foreach (var title in new[] { "New 80", "Filed 25" })
        {
            var id = await IdAsync(stage, title);
            var html = await GetAsync(client, $"/c/list?current={id}");
            Assert.Contains("Open now", html, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(html, $"<a class=\"chats-link\" href=\"/c/{id}\" aria-current=\"page\""));
            // What this browser had loaded is there again, with the open one in its place.
            client.DefaultRequestHeaders.Add("Cookie", $"parley-shown=days-100.{Regex.Match(html, "data-fold=\"(\\w+)\"").Groups[1].Value}-30");
            html = await GetAsync(client, $"/c/list?current={id}");
            Assert.Equal((100, 30), (Count(html, "New"), Count(html, "Filed")));
            Assert.DoesNotContain("Open now", html, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(html, $"<a class=\"chats-link\" href=\"/c/{id}\" aria-current=\"page\""));
            client.DefaultRequestHeaders.Remove("Cookie");
        }
    }

    private static async Task<Guid> IdAsync(ChatStage stage, string title)
    {
        await using var db = stage.Db();
        return await db.Set<Conversation>().Where(c => c.Title == title).Select(c => c.Id).SingleAsync(Token);
    }

    /// <summary>How many rows of a name each page behind a link has.</summary>
    private static async Task<List<int>> FollowAsync(HttpClient client, string html, string link, string name)
    {
        List<int> counts = [];
        for (var match = Regex.Match(html, link); match.Success; match = Regex.Match(html, link))
        {
            html = await GetAsync(client, System.Net.WebUtility.HtmlDecode(match.Groups[1].Value));
            // The page has its side, too.
            var rows = html.Contains("chats-all", StringComparison.Ordinal) ? html[html.IndexOf("chats-all", StringComparison.Ordinal)..] : html;
            counts.Add(Count(rows, name));
            if (rows.Length != html.Length) break;
        }

        return counts;
    }

    private static int Count(string html, string name) => Regex.Count(html, $"<(span|bdi)>{name} \\d+</");

    private async Task FillAsync(ChatStage stage, IReadOnlyList<(string Title, string? Folder)> newestFirst)
    {
        await using var db = stage.Db();
        db.AddRange(newestFirst.Select((row, i) => new Conversation
        {
            Id = Guid.CreateVersion7(Now.AddMinutes(-i)), UserId = _person, Title = row.Title, Folder = row.Folder, CreatedAt = Now.AddMinutes(-i), UpdatedAt = Now.AddMinutes(-i),
        }));
        await db.SaveChangesAsync(Token);
    }

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
