using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Parley.Tests.Reliability;

/// <summary>What is refused at the door: in the caller's shape, with the right status, and without a call to a vendor.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class BadInputTests(ReliabilityStage stage)
{
    private const string Chat = "/v1/chat/completions", Messages = "/v1/messages";

    public static TheoryData<string, string, int, string> Bodies => new()
    {
        { Chat, "", 400, "" },
        { Chat, "{\"model\":\"chat/n3\"", 400, "not valid JSON" },
        { Chat, "[]", 400, "JSON object" },
        { Chat, "{\"model\":\"chat/n3\",\"messages\":[]} x", 400, "not valid JSON" },
        { Chat, "{\"model\":5,\"messages\":[]}", 400, "'model' must be a string" },
        { Chat, "{\"messages\":[]}", 400, "'model' is missing" },
        { Chat, "{\"model\":\"chat/n3\",\"stream\":\"yes\",\"messages\":[]}", 400, "'stream' must be true or false" },
        { Chat, "{\"model\":\"chat/n3\",\"stream_options\":[],\"messages\":[]}", 400, "'stream_options' must be an object" },
        { Chat, "{\"model\":\"chat/n3\",\"model\":\"chat/n4\",\"messages\":[]}", 400, "'model' stands twice" },
        { Chat, "{\"model\":\"chat/n3\",\"stream\":true,\"stream\":false,\"messages\":[]}", 400, "'stream' stands twice" },
        { Chat, "{\"model\":\"nobody-serves-this\",\"messages\":[]}", 404, "nobody-serves-this" },
        { Messages, "{\"model\":\"messages/n3\",", 400, "not valid JSON" },
        { Messages, "{\"model\":null,\"messages\":[]}", 400, "'model' must be a string" },
        { Messages, "{\"model\":\"nobody-serves-this\",\"max_tokens\":5,\"messages\":[]}", 404, "nobody-serves-this" },
        // Bodies that have to be translated are read in full.
        { Chat, "{\"model\":\"messages/n3\"}", 400, "messages" },
        { Chat, "{\"model\":\"messages/n3\",\"messages\":\"hello\"}", 400, "messages" },
        { Chat, "{\"model\":\"messages/n3\",\"messages\":[{\"role\":\"user\",\"content\":7}]}", 400, "content" },
        { Chat, "{\"model\":\"messages/n3\",\"messages\":[{\"role\":\"user\",\"role\":\"system\",\"content\":\"hi\"}]}", 400, "twice" },
        { Chat, "{\"model\":\"messages/n3\",\"temperature\":0,\"temperature\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "twice" },
        { Messages, "{\"model\":\"chat/n3\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "max_tokens" },
        { Messages, "{\"model\":\"chat/n3\",\"max_tokens\":5,\"temperature\":1.5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "temperature" },
        { Messages, "{\"model\":\"chat/n3\",\"max_tokens\":5,\"top_p\":-1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "top_p" },
        { Messages, "{\"model\":\"chat/n3\",\"max_tokens\":\"many\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 400, "max_tokens" },
        { Messages, "{\"model\":\"chat/n3\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"text\":\"b\"}]}]}", 400, "twice" },
    };

    [Theory, MemberData(nameof(Bodies))]
    public Task A_body_that_cannot_be_used_is_refused(string path, string body, int status, string reason) =>
        RefusedAsync(path, Encoding.UTF8.GetBytes(body), status, reason);

    [Theory]
    [InlineData(Chat, "chat/n3"), InlineData(Chat, "messages/n3"), InlineData(Messages, "messages/n3"), InlineData(Messages, "chat/n3")]
    public async Task A_nesting_bomb_is_refused(string path, string model)
    {
        foreach (var depth in new[] { 65, 100_000 })
            await RefusedAsync(path, Encoding.UTF8.GetBytes($"{{\"model\":\"{model}\",\"max_tokens\":5,\"messages\":{new string('[', depth)}{new string(']', depth)}}}"), 400, "64 levels");
    }

    [Theory]
    [InlineData(Chat), InlineData(Messages)]
    public async Task Bytes_that_are_no_text_are_refused(string path) =>
        await RefusedAsync(path, [.. "{\"model\":\""u8, 0xff, 0xfe, .. "\",\"max_tokens\":5,\"messages\":[]}"u8], 400, "UTF-8");

    [Theory]
    [InlineData(Chat, null), InlineData(Messages, null)]
    [InlineData(Chat, "Bearer nonsense"), InlineData(Messages, "Bearer nonsense")]
    [InlineData(Chat, "Bearer sk-ant-api03-somebody-elses"), InlineData(Messages, "Basic dXNlcjpwYXNz")]
    public async Task Without_a_valid_key_nobody_gets_in_not_even_to_unknown_models(string path, string? authorization)
    {
        foreach (var model in new[] { "chat/n3", "nobody-serves-this" }) await RefusedKeyAsync(path, authorization, model);
    }

    [Theory]
    [InlineData(Chat), InlineData(Messages)]
    public async Task A_key_with_one_letter_changed_a_revoked_one_and_an_expired_one_are_refused(string path)
    {
        var last = stage.Key[^8] == 'A' ? 'B' : 'A';
        await RefusedKeyAsync(path, $"Bearer {stage.Key[..^8]}{last}{stage.Key[^7..]}", "chat/n3");
        var revoked = await stage.Parley.CreateKeyAsync("to be revoked");
        await UntilAsync(revoked, HttpStatusCode.OK);
        Assert.Equal(0, (await stage.Parley.RunAsync(["keys", "revoke", revoked[4..12]])).ExitCode);
        await UntilAsync(revoked, HttpStatusCode.Unauthorized);
        await RefusedKeyAsync(path, $"Bearer {revoked}", "chat/n3");
        var expired = await stage.Parley.CreateKeyAsync("to expire");
        await UntilAsync(expired, HttpStatusCode.OK);
        await ExpireAsync(expired[4..12]);
        await UntilAsync(expired, HttpStatusCode.Unauthorized);
        await RefusedKeyAsync(path, $"Bearer {expired}", "chat/n3");
    }

    [Theory]
    [InlineData(Chat, true), InlineData(Chat, false), InlineData(Messages, true), InlineData(Messages, false)]
    public async Task A_body_over_32_MiB_is_refused_with_and_without_a_length(string path, bool chunked)
    {
        var posts = stage.Simulator.Stats.Posts;
        using var request = WireCall.ToRequest(path, Body(33 * 1024 * 1024));
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = !chunked; // as curl does: the refusal comes before the body
        using var response = await stage.Client.SendAsync(request);
        var answer = await WireAnswer.ReadAsync(Format(path), response);
        Assert.Equal(413, answer.Status);
        Assert.Contains("32 MiB", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(posts, stage.Simulator.Stats.Posts);
    }

    /// <summary>Clients that send it all before they look hear the refusal, too: a connection that breaks would be tried again with the same body.</summary>
    [Theory]
    [InlineData(Chat, 34, true, 413), InlineData(Messages, 34, true, 413), InlineData(Chat, 20, false, 401)]
    public async Task A_long_body_that_is_sent_to_its_end_gets_its_refusal(string path, int megabytes, bool isKnown, int status)
    {
        using var client = stage.Parley.CreateClient(isKnown ? stage.Key : "ply_wrong");
        for (var i = 0; i < 5; i++)
        {
            using var request = WireCall.ToRequest(path, Body(megabytes * 1024 * 1024));
            using var response = await client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData(Chat, "chat"), InlineData(Chat, "messages"), InlineData(Messages, "messages"), InlineData(Messages, "chat")]
    public async Task A_prompt_of_100k_tokens_is_ordinary(string path, string kind)
    {
        var prompt = string.Concat(Enumerable.Repeat("several ordinary words in a row, ", 16_000));
        foreach (var stream in new[] { true, false })
        {
            var answer = await stage.AskAsync(new(Format(path), $"{kind}/n3-nousage", stream) { Prompt = prompt });
            Assert.True(answer.IsComplete, answer.Body);
            Assert.InRange(UsageBook.Tokens((await stage.Usage.FindAsync(answer.Id!))!.Value, "input"), 80_000, 250_000);
        }
    }

    private static byte[] Body(int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)'a');
        "{\"model\":\"chat/n3\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\""u8.CopyTo(body);
        "\"}]}"u8.CopyTo(body.AsSpan(length - 4));
        return body;
    }

    private static string Format(string path) => path == Chat ? "chat" : "messages";

    private async Task RefusedAsync(string path, byte[] body, int status, string reason)
    {
        var posts = stage.Simulator.Stats.Posts;
        using var request = WireCall.ToRequest(path, body);
        using var response = await stage.Client.SendAsync(request);
        var answer = await WireAnswer.ReadAsync(Format(path), response);
        Assert.True(status == answer.Status, $"{answer.Status}: {answer.Body}");
        Assert.NotNull(answer.Id);
        Assert.Contains(reason, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(posts, stage.Simulator.Stats.Posts);
    }

    private async Task RefusedKeyAsync(string path, string? authorization, string model)
    {
        var posts = stage.Simulator.Stats.Posts;
        using var anonymous = stage.Parley.CreateClient();
        using var request = WireCall.ToRequest(path, $"{{\"model\":\"{model}\",\"max_tokens\":5,\"messages\":[]}}");
        if (authorization is not null) request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await anonymous.SendAsync(request);
        var answer = await WireAnswer.ReadAsync(Format(path), response);
        Assert.Equal(401, answer.Status);
        Assert.NotNull(answer.Error);
        Assert.Equal(posts, stage.Simulator.Stats.Posts);
    }

    /// <summary>A change by the command line holds within a second.</summary>
    private async Task UntilAsync(string key, HttpStatusCode status)
    {
        using var client = stage.Parley.CreateClient(key);
        for (var tries = 0; ; tries++)
        {
            using var answer = await client.GetAsync(new Uri("/v1/models", UriKind.Relative));
            if (answer.StatusCode == status) return;
            Assert.True(tries < 40, $"still {answer.StatusCode}");
            await Task.Delay(50);
        }
    }

    /// <summary>Lets a key's time pass: no key lives for less than a day.</summary>
    private async Task ExpireAsync(string id)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(stage.Parley.DataFolder, "parley.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=5000; UPDATE api_keys SET expires_at = created_at WHERE id = $id; UPDATE change_stamps SET version = version + 1 WHERE topic = 'keys'";
        command.Parameters.AddWithValue("$id", id);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
