using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Chat.Live;

/// <summary>The second transport of the feed, which also listens.</summary>
public sealed class SocketTests(SocketTests.Stage stage) : IClassFixture<SocketTests.Stage>
{
    public sealed class Stage : ChatFixture;

    private readonly Guid _person = ChatStage.NewPerson();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_feed_goes_over_a_socket_and_resumes()
    {
        using var client = stage.Chat.Person(_person);
        using var socket = await OpenAsync();
        Assert.Equal("hello", Kind(await ReceiveAsync(socket)));
        var answer = await client.SendAsync("/api/v1/chat", new { message = "Over the wire", model = "chat/n10-itl10" });
        List<JsonElement> heard = [];
        do heard.Add(await ReceiveAsync(socket));
        while (!(Kind(heard[^1]) == "message" && heard[^1].GetProperty("data").GetProperty("status").GetString() == "complete" && heard[^1].GetProperty("data").GetProperty("role").GetString() == "assistant"));
        Assert.Equal(answer.GetProperty("text").GetString(), heard[^1].GetProperty("data").GetProperty("text").GetString());
        Assert.Contains(heard, e => Kind(e) == "tail" && !e.TryGetProperty("seq", out _));
        using var again = await OpenAsync("?after=0");
        var first = await ReceiveAsync(again);
        Assert.Equal((1, "message"), (first.GetProperty("seq").GetInt64(), Kind(first)));
    }

    [Fact]
    public async Task Typing_presence_and_read_marks_reach_the_other_tabs()
    {
        using var client = stage.Chat.Person(_person);
        var answer = await client.SendAsync("/api/v1/chat", new { message = "Hello", model = "chat/echo" });
        var (conversationId, messageId) = (answer.GetProperty("conversationId").GetString(), answer.GetProperty("messageId").GetString());
        using var one = await OpenAsync();
        await UntilAsync(one, e => Kind(e) == "hello");
        using var other = await OpenAsync();
        await UntilAsync(other, e => Kind(e) == "hello");
        Assert.Equal(2, (await UntilAsync(one, e => Kind(e) == "presence")).GetProperty("data").GetProperty("connections").GetInt32());
        await SayAsync(one, new { kind = "typing", data = new { conversationId } });
        Assert.Equal(conversationId, (await UntilAsync(other, e => Kind(e) == "typing")).GetProperty("data").GetProperty("conversationId").GetString());
        await SayAsync(one, new { kind = "presence", data = new { isActive = true } });
        Assert.True((await UntilAsync(other, e => Kind(e) == "presence")).GetProperty("data").GetProperty("isActive").GetBoolean());
        await SayAsync(one, new { kind = "read", data = new { conversationId, messageId } });
        var read = await UntilAsync(other, e => Kind(e) == "read");
        Assert.Equal(messageId, read.GetProperty("data").GetProperty("messageId").GetString());
        Assert.True(read.GetProperty("seq").GetInt64() > 0);
        await SayAsync(one, new { kind = "ping" });
        await UntilAsync(one, e => Kind(e) == "pong");
    }

    [Fact]
    public async Task What_a_client_may_not_say_is_answered_with_a_problem()
    {
        using var client = stage.Chat.Person(_person);
        using var stranger = stage.Chat.Person(ChatStage.NewPerson());
        var foreign = await stranger.SendAsync("/api/v1/chat", new { message = "Not yours", model = "chat/echo" });
        using var socket = await OpenAsync();
        await UntilAsync(socket, e => Kind(e) == "hello");
        object[] wrong =
        [
            new { kind = "typing", data = new { conversationId = foreign.GetProperty("conversationId") } },
            new { kind = "read", data = new { conversationId = foreign.GetProperty("conversationId"), messageId = foreign.GetProperty("messageId") } },
            new { kind = "typing" }, new { kind = "dance", data = new { } }, new { kind = "ping", extra = 1 }, "words", new { kind = "typing", data = new { conversationId = "x" } },
        ];
        foreach (var word in wrong)
        {
            await SayAsync(socket, word);
            Assert.Equal("problem", Kind(await ReceiveAsync(socket)));
        }

        await socket.SendAsync("{"u8.ToArray(), WebSocketMessageType.Text, true, Token);
        Assert.Equal("problem", Kind(await ReceiveAsync(socket)));
        await socket.SendAsync(new byte[10_000], WebSocketMessageType.Text, true, Token);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await ClosedAsync(socket));
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_socket()
    {
        using var foreign = Prepare();
        foreign.Options.SetRequestHeader("Origin", "https://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(Address(""), Token));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.HttpStatusCode);
        using var own = Prepare();
        own.Options.SetRequestHeader("Origin", stage.Chat.Address.GetLeftPart(UriPartial.Authority));
        await own.ConnectAsync(Address(""), Token);
        Assert.Equal("hello", Kind(await ReceiveAsync(own)));
        using var client = stage.Chat.Person(_person);
        await client.ReadAsync("/api/v1/ws", HttpStatusCode.BadRequest);
    }

    private static string Kind(JsonElement envelope) => envelope.GetProperty("kind").GetString()!;

    private static Task SayAsync(ClientWebSocket socket, object said) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(said, JsonSerializerOptions.Web), WebSocketMessageType.Text, true, Token);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonElement.Parse(Encoding.UTF8.GetString(message.ToArray()));
        }
    }

    private static async Task<WebSocketCloseStatus?> ClosedAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        while (socket.State == WebSocketState.Open) await socket.ReceiveAsync(buffer, Token);
        return socket.CloseStatus;
    }

    private static async Task<JsonElement> UntilAsync(ClientWebSocket socket, Func<JsonElement, bool> isIt)
    {
        while (true)
            if (await ReceiveAsync(socket) is var heard && isIt(heard)) return heard;
    }

    private ClientWebSocket Prepare()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("test-person", _person.ToString());
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("test-scopes", "gateway chat account");
        return socket;
    }

    private Uri Address(string query) => new($"ws://{stage.Chat.Address.Authority}/api/v1/ws{query}");

    private async Task<ClientWebSocket> OpenAsync(string query = "")
    {
        var socket = Prepare();
        await socket.ConnectAsync(Address(query), Token);
        return socket;
    }
}
