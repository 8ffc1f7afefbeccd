using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Live;

/// <summary>The real server: what a session opened ends soon after the session, and what it made goes on.</summary>
[Trait("Pace", "slow")]
public sealed class SignOutTests
{
    private const string Password = "Correct-horse-7-battery";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feeds_sockets_and_streams_end_with_their_session_and_answers_do_not()
    {
        await using var server = new ParleyServer();
        (await server.RunAsync(["users", "create", "--email", "ada@example.org", "--display-name", "Ada", "--role", "admin", "--password-stdin"], Password)).Expect();
        await server.StartAsync();
        using var client = server.CreateClient();
        var (access, refresh) = await SignInAsync(client);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        await using var tab = new FeedReader(client);
        await tab.ConnectAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + access);
        await socket.ConnectAsync(new Uri($"ws://{server.BaseAddress.Authority}/api/v1/ws"), Token);
        using var stream = await client.BeginAsync(new { message = "Tell me of providers", model = "demo" });
        var started = (await stream.EventsAsync(most: 1))[0];

        using var signedOut = await client.PostAsJsonAsync("/api/v1/auth/logout", new { refreshToken = refresh }, JsonSerializerOptions.Web, Token);
        Assert.True(signedOut.IsSuccessStatusCode, await signedOut.Content.ReadAsStringAsync(Token));
        await tab.EndedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        var buffer = new byte[8192];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (socket.State == WebSocketState.Open) await socket.ReceiveAsync(buffer, limit.Token);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);

        // The answer is there for the next session.
        var (again, _) = await SignInAsync(client);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", again);
        var rest = await client.PickUpAsync(started.Text("streamId"));
        Assert.Equal("done", rest[^1].Name);
        Assert.Contains("demonstration", rest.Text(), StringComparison.Ordinal);
    }

    private static async Task<(string Access, string Refresh)> SignInAsync(HttpClient client)
    {
        client.DefaultRequestHeaders.Authorization = null;
        using var signedIn = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = Password }, JsonSerializerOptions.Web, Token);
        var text = await signedIn.Content.ReadAsStringAsync(Token);
        Assert.True(signedIn.IsSuccessStatusCode, text);
        var json = JsonElement.Parse(text);
        return (json.GetProperty("accessToken").GetString()!, json.GetProperty("refreshToken").GetString()!);
    }
}
