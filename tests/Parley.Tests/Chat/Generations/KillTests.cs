using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Simulator;
using Parley.Tests.Chat.Live;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Chat.Generations;

/// <summary>The real server, killed in the middle of answers: tabs that come back see what was durable and nothing else, numbers mean what they meant, and each answer can be asked for again.
/// <c>PARLEY_KILL_ROUNDS</c> sets how often.</summary>
[Trait("Pace", "slow")]
public sealed class KillTests
{
    private const string Password = "Correct-horse-7-battery";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_was_durable_is_kept_and_no_number_means_two_things(bool postgres)
    {
        // On PostgreSQL another node could still be making it: a dead one is noticed by its silence, which takes a while.
        var rounds = Reliable.Times("PARLEY_KILL_ROUNDS", postgres ? 1 : 3);
        await using var simulator = await SimulatorServer.StartAsync(new() { Key = "upstream" });
        await using var server = new ParleyServer(new() { Database = postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : "" });
        (await server.RunAsync(["users", "create", "--email", "ada@example.org", "--display-name", "Ada", "--role", "admin", "--password-stdin"], Password)).Expect();
        await server.StartAsync();
        using var client = server.CreateClient();
        await SignInAsync(client);
        using (var added = await client.PostAsJsonAsync("/api/v1/providers", new
        {
            name = "chat", kind = "chat", baseUrl = new Uri(simulator.BaseAddress, "/v1").ToString(), apiKeys = new[] { "upstream" }, allowPrivateNetwork = true, resilience = new { maxRetries = 0, breaker = false, probe = false },
        }, JsonSerializerOptions.Web, Token))
        {
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Token));
        }

        var paragraphs = string.Join("\n\n", Enumerable.Range(0, 400).Select(i => $"Paragraph {i} of a very long answer."));
        simulator.Script(new() { Model = "long", Times = 0, Body = EventsTests.Sse(paragraphs, 12), Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" }, Cuts = [400], DelayMs = 10 });
        var dice = new Random(17);
        await using var tab = new FeedReader(client);
        await tab.ConnectAsync(after: 0);
        string? conversationId = null;
        for (var round = 0; round < rounds; round++)
        {
            using var response = await client.BeginAsync(new { message = $"Round {round}", model = "chat/long", conversationId });
            var seen = await response.EventsAsync(most: 2 + dice.Next(60));
            (conversationId, var answer) = (seen[0].Text("conversationId"), seen[0].Text("messageId"));
            await Task.Delay(dice.Next(600), Token);
            await server.KillAsync();
            await tab.DisconnectAsync();
            await server.StartAsync();
            await tab.ConnectAsync();
            await ChatClient.UntilAsync(() => Task.FromResult(tab.StateOf(answer) == "interrupted"), "Nobody notices that the answer is dead.");
            var kept = tab.TextOf(answer)!;
            Assert.StartsWith(kept, paragraphs, StringComparison.Ordinal);

            // The stream says the same, and what its client had is at the beginning of it, as far as it was durable.
            var replayed = await client.PickUpAsync(response.StreamId());
            Assert.Equal(("error", kept), (replayed[^1].Name, replayed.Text()));
            var common = Math.Min(seen.Count, replayed.Count - 1);
            Assert.Equal(seen.Take(common).Select(e => e.Told), replayed.Take(common).Select(e => e.Told));

            // It can be gone on with.
            var again = await client.SendAsync($"/api/v1/conversations/{conversationId}/messages/{answer}/continue", new { model = "chat/n3" }, System.Net.HttpStatusCode.Created);
            var rest = await client.PickUpAsync(again.GetProperty("streamId").GetString()!);
            await ChatClient.UntilAsync(() => Task.FromResult(tab.StateOf(answer) == "complete"), "The tab does not see the rest.");
            Assert.Equal(kept + rest.Text(), tab.TextOf(answer));
        }

        // A tab that comes only now gets the same events under the same numbers.
        await using var late = new FeedReader(client);
        await late.ConnectAsync(after: 0);
        await ChatClient.UntilAsync(() => Task.FromResult(late.Seq >= tab.Seq), "The late tab is not as far.");
        foreach (var (seq, told) in tab.Durable) Assert.Equal(told, late.Durable[seq]);
    }

    private static async Task SignInAsync(HttpClient client)
    {
        using var signedIn = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = Password }, JsonSerializerOptions.Web, Token);
        var text = await signedIn.Content.ReadAsStringAsync(Token);
        Assert.True(signedIn.IsSuccessStatusCode, text);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonElement.Parse(text).GetProperty("accessToken").GetString());
    }
}
