using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Chat.Pages.Data;
using Parley.Chat.Transfer;

namespace Parley.Tests.Chat.Pages;

/// <summary>Imports and the deletion of the history, as the settings' page sends them.</summary>
public sealed class DataPageTests(DataPageTests.Stage stage) : IClassFixture<DataPageTests.Stage>
{
    private const string Two =
        """[{"format":"parley.conversation.v1","id":"0197a3b2-0000-7000-8000-000000000001","title":"First","messages":[{"id":"a","role":"user","text":"Hello"},{"id":"b","parentId":"a","role":"assistant","text":"Hi"}]},{"format":"parley.conversation.v1","id":"0197a3b2-0000-7000-8000-000000000002","title":"Second","messages":[{"id":"c","role":"user","text":"Again"}]},{"title":"Strange"}]""";

    private readonly Guid _person = ChatStage.NewPerson();

    public sealed class Stage : ChatFixture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_script_hears_how_far_an_import_is_and_what_it_did()
    {
        using var client = stage.Chat.Person(_person);
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var answer = await client.PostAsync(new Uri("/settings/import", UriKind.Relative), new ByteArrayContent(Encoding.UTF8.GetBytes(Two)), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.All(lines[..^1], line => Assert.InRange(line.GetProperty("part").GetDouble(), 0, 1));
        var words = lines[^1].GetProperty("words");
        Assert.Equal(("2 chats were imported.", "warning"), (words.GetProperty("title").GetString(), words.GetProperty("kind").GetString()));
        Assert.Equal(["3 messages are new.", "1 chat could not be taken, and was left out."], words.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        Assert.StartsWith("Chat 3 (“Strange”) is no conversation of", words.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await client.ReadAsync("/api/v1/conversations")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("<html>", "Nothing was imported: there is no chat in this file that could be taken."), InlineData("[]", "Nothing was imported: there is no chat in this file that could be taken.")]
    public async Task A_file_that_is_none_says_so(string text, string expected)
    {
        using var client = stage.Chat.Person(_person);
        client.DefaultRequestHeaders.Add("X-Parley-Script", "1");
        using var answer = await client.PostAsync(new Uri("/settings/import", UriKind.Relative), new ByteArrayContent(Encoding.UTF8.GetBytes(text)), Token);
        Assert.Contains(expected, JsonElement.Parse((await answer.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).GetProperty("words").GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_is_deleted_and_can_be_taken_back_or_not()
    {
        using var client = stage.Chat.Person(_person);
        using var imported = await client.PostAsync(new Uri("/api/v1/conversations/import", UriKind.Relative), new ByteArrayContent(Encoding.UTF8.GetBytes(Two)), Token);
        await DeleteAsync(client);
        Assert.Empty((await client.ReadAsync("/api/v1/conversations")).GetProperty("items").EnumerateArray());
        var deleted = (await client.ReadAsync("/api/v1/conversations?deleted=true")).GetProperty("items");
        Assert.Equal(2, deleted.GetArrayLength());
        using var back = await client.PostAsync(new Uri($"/c/{deleted[0].GetProperty("id").GetGuid()}/restore", UriKind.Relative), new FormUrlEncodedContent([]), Token);
        Assert.Single((await client.ReadAsync("/api/v1/conversations")).GetProperty("items").EnumerateArray());
        await DeleteAsync(client, KeyValuePair.Create("forGood", "on"));
        Assert.Empty((await client.ReadAsync("/api/v1/conversations?deleted=true")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(12, 1, 3, 2, 1, 240, "12 chats were imported.", "240 messages are new.|1 chat was here already and has what is new now.|3 chats were here already, and stayed as they are.|2 chats had nothing in them that could be shown, and were left out.|1 chat could not be taken, and was left out.")]
    [InlineData(1, 0, 0, 0, 0, 1, "1 chat was imported.", "1 message is new.")]
    [InlineData(0, 2, 1, 0, 0, 5, "2 chats were here already and have what is new now.", "5 messages are new.|1 chat was here already, and stayed as it is.")]
    [InlineData(0, 0, 7, 0, 0, 0, "All 7 chats that could be read are here already. Nothing was changed.", "")]
    [InlineData(0, 0, 0, 3, 0, 0, "Nothing was imported: there is no chat in this file that could be taken.", "3 chats had nothing in them that could be shown, and were left out.")]
    public void A_report_in_words(int added, int updated, int unchanged, int empty, int failed, int messages, string title, string lines)
    {
        var words = ImportWords.Of(new ImportReport(added, updated, unchanged, empty, failed, messages, failed == 0, []));
        Assert.Equal((title, lines), (words.Title, string.Join('|', words.Lines)));
    }

    private static async Task DeleteAsync(HttpClient client, params KeyValuePair<string, string>[] fields)
    {
        // The page that it leads to is one of the settings, which need the whole server.
        client.DefaultRequestHeaders.Remove("HX-Request");
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await client.PostAsync(new Uri("/settings/history/delete", UriKind.Relative), new FormUrlEncodedContent(fields), Token);
        Assert.Equal(("/settings/data", HttpStatusCode.OK), (answer.Headers.GetValues("HX-Redirect").Single(), answer.StatusCode));
        client.DefaultRequestHeaders.Remove("HX-Request");
    }
}
