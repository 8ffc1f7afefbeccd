using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>A stream that breaks off in plain text goes on at a second provider of the model, where that was said to continue turns.</summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class ContinuationTests(StreamsStage streams) : IClassFixture<StreamsStage>
{
    public static MatrixTheoryData<string, string, string> Ways => new(["chat", "messages", "responses"], ["chat", "messages", "responses", "gemini"], ["chat", "messages"]);

    [Theory, MemberData(nameof(Ways))]
    public async Task The_client_gets_one_valid_stream_and_the_ledger_both_legs(string format, string broken, string second)
    {
        var model = await RouteAsync(broken, "n9-drop4", second, "n3-pt40");
        var answer = await AskAsync(format, model);
        var texts = answer.Deltas;
        Assert.Equal(" lorem ipsum dolor sit lorem ipsum dolor", string.Concat(texts));
        Assert.Null(answer.Error);
        Assert.Equal(1, answer.Starts);
        Assert.True(answer.EndsProperly, answer.Body);
        Assert.Contains($"\"x_parley\":{{\"continued_by\":\"{model}-b\"}}", answer.Body, StringComparison.Ordinal);

        // The second provider was asked to go on where the first had stopped.
        var sent = streams.Stage.Simulator.LastRequest!.BodyText;
        Assert.Contains("lorem ipsum dolor sit", sent, StringComparison.Ordinal);
        var first = (await streams.Stage.Usage.FindAsync(answer.Id))!.Value;
        Assert.Equal(("failed", "stream_cut", $"{model}-a"), (UsageBook.Outcome(first), first.GetProperty("error").GetString(), first.GetProperty("provider").GetString()));
        Assert.True(UsageBook.Tokens(first, "output") > 0);
        var next = (await streams.Stage.Usage.FindAsync(answer.Id + ".2"))!.Value;
        Assert.Equal(("completed", "reported", $"{model}-b", answer.Id),
            (UsageBook.Outcome(next), next.GetProperty("source").GetString(), next.GetProperty("provider").GetString(), next.GetProperty("continues").GetString()));
        Assert.Equal((40, 3), (UsageBook.Tokens(next, "input"), UsageBook.Tokens(next, "output")));
    }

    [Theory, InlineData("tool-errmid1"), InlineData("think-drop3")]
    public async Task Calls_and_thoughts_are_never_gone_on_with(string words)
    {
        var model = await RouteAsync("messages", words, "chat", "n3");
        var answer = await AskAsync("messages", model);
        Assert.NotNull(answer.Error);
        Assert.Null(await streams.Stage.Usage.FindAsync(answer.Id + ".2"));
    }

    [Fact]
    public async Task A_route_that_was_not_told_so_does_not()
    {
        var model = await RouteAsync("chat", "n9-drop4", "chat", "n3", continues: false);
        var answer = await AskAsync("chat", model);
        Assert.NotNull(answer.Error);
        Assert.Null(await streams.Stage.Usage.FindAsync(answer.Id + ".2"));
    }

    [Fact]
    public async Task When_the_second_fails_too_the_break_is_told()
    {
        var model = await RouteAsync("chat", "n9-drop4", "messages", "err500");
        var answer = await AskAsync("chat", model);
        Assert.Contains("cut off", answer.Error, StringComparison.Ordinal);
        Assert.Equal(4, answer.Deltas.Count);
    }

    [Fact]
    public async Task A_whole_stream_passes_as_it_came()
    {
        var model = await RouteAsync("chat", "n5", "chat", "n3");
        var answer = await AskAsync("chat", model);
        Assert.DoesNotContain("x_parley", answer.Body, StringComparison.Ordinal);
        Assert.Equal(5, answer.Deltas.Count(d => d.Length > 0));
    }

    private async Task<string> RouteAsync(string broken, string brokenWords, string second, string secondWords, bool continues = true)
    {
        var model = $"m{Guid.NewGuid():N}";
        await AddAsync($"{model}-a", broken, new { id = model, upstreamName = brokenWords, continuesTurns = false });
        await AddAsync($"{model}-b", second, new { id = model, upstreamName = secondWords, continuesTurns = continues });
        return model;
    }

    private async Task AddAsync(string name, string kind, object model)
    {
        var baseUrl = (kind is "chat" or "responses" ? new Uri(streams.Stage.Simulator.BaseAddress, "/v1") : streams.Stage.Simulator.BaseAddress).ToString().TrimEnd('/');
        using var added = await streams.Stage.Admin.PostAsJsonAsync(new Uri("/api/v1/providers", UriKind.Relative), new
        {
            name, kind, baseUrl, apiKeys = new[] { ReliabilityStage.UpstreamSecret }, allowPrivateNetwork = true, models = new[] { model }, resilience = new { maxRetries = 0 },
        }, TestContext.Current.CancellationToken);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<Heard> AskAsync(string format, string model)
    {
        using var request = new WireCall(format, model, Stream: true).ToRequest();
        using var response = await streams.Stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Heard(format, response.Headers.GetValues("x-parley-request-id").Single(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Heard
    {
        public Heard(string format, string id, string body)
        {
            (Id, Body) = (id, body);
            foreach (var line in body.Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal))) Take(format, JsonDocument.Parse(line[6..]).RootElement);
            EndsProperly = format switch
            {
                "chat" => body.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal),
                "messages" => body.EndsWith("{\"type\":\"message_stop\"}\n\n", StringComparison.Ordinal),
                _ => body.Contains("event: response.completed", StringComparison.Ordinal),
            };
        }

        public string Id { get; }

        public string Body { get; }

        public List<string> Deltas { get; } = [];

        public int Starts { get; private set; }

        public string? Error { get; private set; }

        public bool EndsProperly { get; }

        private void Take(string format, JsonElement frame)
        {
            var type = frame.TryGetProperty("type", out var t) ? t.GetString() : null;
            if (type is "error" || (format == "chat" && frame.TryGetProperty("error", out _))) Error = frame.GetRawText();
            if (type is "message_start" or "response.created") Starts++;
            if (type == "content_block_delta" && frame.GetProperty("delta").TryGetProperty("text", out var text)) Deltas.Add(text.GetString()!);
            if (type == "response.output_text.delta") Deltas.Add(frame.GetProperty("delta").GetString()!);
            if (format != "chat" || !frame.TryGetProperty("choices", out var choices) || choices.GetArrayLength() == 0) return;
            var delta = choices[0].GetProperty("delta");
            if (delta.TryGetProperty("role", out _)) Starts++;
            if (delta.TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } piece) Deltas.Add(piece);
        }
    }
}
