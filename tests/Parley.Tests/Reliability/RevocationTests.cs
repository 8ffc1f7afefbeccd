using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Reliability;

/// <summary>An answer does not outlive the key that asked for it.</summary>
[Collection(BesideOthers.Faults), Trait("Pace", "slow")]
public sealed class RevocationTests(ReliabilityStage stage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat", true), InlineData("messages", true), InlineData("responses", true), InlineData("chat", false)]
    public async Task An_answer_under_way_ends_within_five_seconds_and_is_booked(string format, bool stream)
    {
        var (id, key) = await KeyAsync();
        using var client = stage.Parley.CreateClient(key);
        using var request = new WireCall(format, $"{format}/n1000-itl50", stream).ToRequest();
        var asking = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (stream) _ = (await asking).Content;
        else await Task.Delay(500, Token);
        await RevokeAsync(id);
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await asking;
            await response.Content.ReadAsByteArrayAsync(Token);
        });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
        await stage.QuietAsync();
    }

    [Fact]
    public async Task An_answer_that_no_connection_holds_ends_too()
    {
        var (id, key) = await KeyAsync();
        using var client = stage.Parley.CreateClient(key);
        using var request = new WireCall("chat", "chat/n1000-itl50", Stream: true).ToRequest();
        request.Headers.Add("x-parley-resumable", "true");
        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token)) Assert.True(response.IsSuccessStatusCode);
        await Task.Delay(300, Token);
        Assert.Equal(1, stage.Simulator.Stats.Active);
        await RevokeAsync(id);
        await stage.QuietAsync(TimeSpan.FromSeconds(5));
    }

    private async Task<(string Id, string Key)> KeyAsync()
    {
        using var made = await stage.Admin.PostAsJsonAsync("/api/v1/keys", new { name = "to be revoked", scopes = new[] { "gateway" } }, Token);
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(Token);
        return (key.GetProperty("id").GetString()!, key.GetProperty("key").GetString()!);
    }

    private async Task RevokeAsync(string id)
    {
        using var revoked = await stage.Admin.DeleteAsync(new Uri($"/api/v1/keys/{id}", UriKind.Relative), Token);
        Assert.True(revoked.IsSuccessStatusCode, Encoding.UTF8.GetString(await revoked.Content.ReadAsByteArrayAsync(Token)));
    }
}
