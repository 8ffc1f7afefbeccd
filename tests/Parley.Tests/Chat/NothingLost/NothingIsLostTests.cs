using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Simulator;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>
/// An answer cannot be lost: people ask, and meanwhile tabs are reloaded, opened, cut off and left, and the server is killed and started again, all at random moments. <c>PARLEY_ANSWER_RUNS</c> sets
/// how many runs, <c>PARLEY_ANSWER_PEOPLE</c> how many at a time, <c>PARLEY_ANSWER_SEED</c> where they begin. The same with the real browser is in Parley.Browser.Tests.
/// </summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class NothingIsLostTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_every_tab_shows_the_whole_answer_once()
    {
        var runs = Reliable.Times("PARLEY_ANSWER_RUNS", 24);
        var (seed, many) = (Reliable.Times("PARLEY_ANSWER_SEED", 1), Reliable.Times("PARLEY_ANSWER_PEOPLE", 8));
        await using var simulator = await SimulatorServer.StartAsync(new() { Key = "upstream" });
        await using var server = new ParleyServer(new() { Arguments = ["--Parley:Identity:SignUp=open"] });
        (await server.RunAsync(["users", "create", "--email", "ada@example.org", "--display-name", "Ada", "--role", "admin", "--password-stdin"], PersonBrowser.Password)).Expect();
        await server.StartAsync();
        await ConnectAsync(server, simulator);
        var people = Enumerable.Range(0, many).Select(_ => new PersonBrowser(server.BaseAddress)).ToList();
        await Task.WhenAll(people.Select((person, i) => person.RegisterAsync($"p{i}@example.org", Token)));

        var (kills, interrupted, done) = (0, 0, 0);
        var talks = new (string Conversation, int Messages)[many];
        for (var round = seed; done < runs; round++)
        {
            var dice = new Random(round);
            var running = Task.WhenAll(people.Take(runs - done).Select((person, i) => RunAsync(person, i, round * 1000 + i, dice.Next(3) > 0)).ToList());
            // The first round kills, whatever the dice say.
            for (var left = dice.Next(4) switch { 0 when round != seed => 0, 3 => 2, _ => 1 }; left > 0 && !running.IsCompleted; left--)
            {
                await Task.WhenAny(running, Task.Delay(dice.Next(100, 2500), Token));
                if (running.IsFaulted) break;
                kills++;
                await server.KillAsync();
                await Task.Delay(dice.Next(300), Token);
                await server.StartAsync();
            }

            await running;
            done += Math.Min(many, runs - done);
        }

        output.WriteLine($"{runs} runs, {kills} kills, {interrupted} answers broke off and were asked for again.");
        foreach (var person in people) person.Dispose();

        async Task RunAsync(PersonBrowser person, int i, int number, bool isNew)
        {
            if (isNew || talks[i].Conversation is null || talks[i].Messages > 6) talks[i] = ("", 0);
            var run = new AnswerRun(person, () => Volatile.Read(ref kills), number);
            talks[i] = (await run.RunAsync(talks[i].Conversation, talks[i].Messages), talks[i].Messages + 2);
            Interlocked.Add(ref interrupted, run.Interrupted);
        }
    }

    private static async Task ConnectAsync(ParleyServer server, SimulatorServer simulator)
    {
        using var client = server.CreateClient();
        using var signedIn = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = PersonBrowser.Password }, JsonSerializerOptions.Web, Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonElement.Parse(await signedIn.Content.ReadAsStringAsync(Token)).GetProperty("accessToken").GetString());
        using var added = await client.PostAsJsonAsync("/api/v1/providers", new
        {
            name = "sim", kind = "chat", baseUrl = new Uri(simulator.BaseAddress, "/v1").ToString(), apiKeys = new[] { "upstream" }, allowPrivateNetwork = true, resilience = new { maxRetries = 0, breaker = false, probe = false },
        }, JsonSerializerOptions.Web, Token);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Token));
    }
}
