using System.Net;
using AngleSharp.Html.Dom;
using Parley.Billing.Model;
using Parley.Billing.Pages.Requests;
using Parley.Gateway.Messages;
using Parley.Tests.Chat;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

/// <summary>What became of one request, as its page tells it.</summary>
public sealed class RequestPagesTests(RequestPagesTests.Stage stage) : IClassFixture<RequestPagesTests.Stage>
{
    public sealed class Stage : ChatFixture;

    private static long _sequence = 1L << 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Administrators_see_everybodys_and_people_their_own()
    {
        var (mine, other) = (ChatStage.NewPerson(), ChatStage.NewPerson());
        var id = await RecordAsync(mine);
        using HttpClient person = stage.Chat.Person(mine), stranger = stage.Chat.Person(other);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, RequestPages.OfOne, id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, RequestPages.OfOne, id));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(person, RequestPages.OfAll, id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stage.Chat.Admin, RequestPages.OfAll, id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stage.Chat.Admin, RequestPages.OfAll, id + "x"));
    }

    [Fact]
    public async Task A_failed_one_tells_what_to_do_its_way_its_times_and_its_tokens()
    {
        var mine = ChatStage.NewPerson();
        var id = await RecordAsync(mine);
        using var person = stage.Chat.Person(mine);
        var page = await PageAsync(person, RequestPages.OfOne, id);
        Assert.Contains("The provider acme did not answer in time.", page.QuerySelector(".alert")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("administrator", page.QuerySelector(".alert p")!.TextContent, StringComparison.Ordinal);
        var facts = page.QuerySelectorAll(".facts > div").ToDictionary(fact => fact.QuerySelector("dt")!.TextContent.Trim(), fact => fact.QuerySelector("dd")!.TextContent.Trim());
        Assert.Equal(
            (id, "fast, by the route cheapest", "acme, as acme-1", "3", "the cheapest of two"), (facts["Request"], facts["Asked for"], facts["Tried last"], facts["Attempts"], facts["Chosen"]));
        Assert.Equal(("after 1.5 ms", "after 400 ms", "after 30.0 s", "failed upstream_timeout, status 504"), (facts["Last attempt"], facts["First token"], facts["End"], facts["Outcome"]));
        Assert.Equal(("1,000 tokens", "1 token", "20 tokens", "7 tokens"), (facts["Prompt"], facts["Prompt, from the cache"], facts["Answer"], facts["Reasoning"]));
        Assert.DoesNotContain("Into the cache, 1 h", facts.Keys);
        Assert.Equal($"{RequestPages.OfOne}/first", page.QuerySelector(".facts a")!.GetAttribute("href"));

        // An administrator can do more, and is told so.
        page = await PageAsync(stage.Chat.Admin, RequestPages.OfAll, id);
        Assert.Contains("Health", page.QuerySelector(".alert p")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{RequestPages.OfAll}/first", page.QuerySelector(".facts a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_script_gets_it_as_a_part()
    {
        var mine = ChatStage.NewPerson();
        var id = await RecordAsync(mine);
        using var person = stage.Chat.Person(mine);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{RequestPages.OfOne}/{id}");
        request.Headers.Add("HX-Request", "true");
        using var answer = await person.SendAsync(request, Token);
        Assert.StartsWith("<div class=\"stack request\">", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_failure_has_words_of_its_own()
    {
        var told = Enum.GetValues<FaultKind>().Except([FaultKind.ClientClosed, FaultKind.NotCached]).Select(kind => RequestTrouble.Of(Outcomes.Failed, new GatewayFault(kind, "x").Label, "acme", forAdministrator: false)!.What).ToList();
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Null(RequestTrouble.Of(Outcomes.Completed, null, "acme", forAdministrator: true));
        Assert.Null(RequestTrouble.Of(null, null, null, forAdministrator: true));
        Assert.All(Outcomes.All.Except([Outcomes.Completed]), outcome => Assert.Equal(outcome == Outcomes.Failed, RequestTrouble.Of(outcome, null, null, forAdministrator: true)!.IsFailure));
    }

    [Theory]
    [InlineData(null, null, 1000L, "waiting 0 1000")]
    [InlineData(100L, 400L, 1000L, "here 0 100, waiting 100 300, answering 400 600")]
    [InlineData(0L, 1000L, 1000L, "waiting 0 1000")]
    [InlineData(2000L, 3000L, 1000L, "here 0 1000")]
    [InlineData(1L, 2L, null, "")]
    public void Phases_fill_the_whole_time(long? sent, long? first, long? end, string expected) =>
        Assert.Equal(expected, string.Join(", ", new RequestTimes(sent, first, end).Phases().Select(phase => $"{phase.Name} {phase.Begin} {phase.Width}")));

    private async Task<string> RecordAsync(Guid person)
    {
        var id = $"req_{Guid.NewGuid():N}";
        await using var db = stage.Chat.Db();
        db.Add(new UsageEvent
        {
            Sequence = Interlocked.Increment(ref _sequence), RequestId = id, At = TimeProvider.System.GetUtcNow().AddMinutes(-1), UserId = person.ToString(), Format = "chat", Operation = "chat", Stream = true, ModelAsked = "fast", Node = "test",
            Provider = "acme", Model = "acme-1", Route = "cheapest", RouteReason = "the cheapest of two", Continues = "first", Input = 1000, CacheRead = 1, Output = 20, Reasoning = 7, Source = "reported", Attempts = 3,
            UpstreamStarted = 1_500, FirstToken = 400_000, Total = 30_000_000, Outcome = Outcomes.Failed, Error = "upstream_timeout", Status = 504,
        });
        await db.SaveChangesAsync(Token);
        return id;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string at, string id)
    {
        using var answer = await client.GetAsync(new Uri($"{at}/{id}", UriKind.Relative), Token);
        return answer.StatusCode;
    }

    private static async Task<IHtmlDocument> PageAsync(HttpClient client, string at, string id) => PersonBrowser.Parse(await client.GetStringAsync(new Uri($"{at}/{id}", UriKind.Relative), Token));
}
