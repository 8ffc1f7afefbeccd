using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>Streams and responses that one node makes, asked for at another one of the same database.</summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class TwoNodesTests
{
    [Fact]
    public async Task The_other_node_follows_tells_and_stops()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var stage = await ReliabilityStage.StartAsync(database, "--Parley:Streams:Grace=00:00:03", "--Parley:Streams:MemoryPerStream=0");
        await using var other = await ParleyServer.StartAsync(new() { Database = database, Arguments = ["--Parley:Streams:Grace=00:00:03"] });
        using var client = other.CreateClient(stage.Key);

        // A stream whose client comes back at the other node is being read: it does not end after the grace period.
        using var request = new WireCall("chat", "chat/n100-itl100", Stream: true).ToRequest();
        request.Headers.Add("x-parley-resumable", "true");
        string id;
        using (var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token))
        {
            id = response.Headers.GetValues("x-parley-request-id").Single();
            await StreamsStage.ReadSomeAsync(response, 500);
        }

        // The other node knows of it when the first of it is durable.
        for (var looks = 0; looks < 100; looks++)
        {
            using var known = await client.GetAsync(new Uri($"/v1/streams/{id}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
            if (known.IsSuccessStatusCode) break;
            await Task.Delay(100, Token);
        }

        var text = await client.GetStringAsync(new Uri($"/v1/streams/{id}", UriKind.Relative), Token);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(text, await stage.Client.GetStringAsync(new Uri($"/v1/streams/{id}", UriKind.Relative), Token));

        // A response whose vendor is silent is not a failure because another node makes it.
        using var post = WireCall.ToRequest("/v1/responses", JsonSerializer.Serialize(new { model = "chat/ttft2000-n3", input = "hello", background = true }));
        using var begun = await stage.Client.SendAsync(post, Token);
        var response1 = (await begun.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString();
        Assert.Contains(await StatusAsync(client, response1), new[] { "queued", "in_progress" });
        for (var looks = 0; looks < 100 && await StatusAsync(client, response1) != "completed"; looks++) await Task.Delay(100, Token);
        Assert.Equal("completed", await StatusAsync(client, response1));

        // And it can be stopped there.
        using var endless = WireCall.ToRequest("/v1/responses", JsonSerializer.Serialize(new { model = "chat/endless-itl20", input = "hello", background = true }));
        using var running = await stage.Client.SendAsync(endless, Token);
        var response2 = (await running.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString();
        using var cancelled = await client.PostAsync(new Uri($"/v1/responses/{response2}/cancel", UriKind.Relative), null, Token);
        Assert.Equal("cancelled", (await cancelled.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("status").GetString());
        await stage.QuietAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<string?> StatusAsync(HttpClient client, string? id) =>
        (await client.GetFromJsonAsync<JsonElement>($"/v1/responses/{id}", Token)).GetProperty("status").GetString();
}
