using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Tests.Chat;

namespace Parley.Tests.Assets;

internal static class FileClient
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> UploadAsync(this ConversationStage stage, Guid person, byte[] bytes, string name, HttpStatusCode expected = HttpStatusCode.Created, string type = "application/octet-stream")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, "file", name } };
        using var answer = await stage.SendAsync(person, "POST", "files", form);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Sends a file that is taken or refused, but answered.</summary>
    public static async Task UploadAnyAsync(this ConversationStage stage, Guid person, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        using var answer = await stage.SendAsync(person, "POST", "files", form);
        Assert.True((int)answer.StatusCode is 201 or 413 or 422, $"{answer.StatusCode}");
    }

    /// <summary>Why a file is not taken.</summary>
    public static async Task<string> RefusedFileAsync(this ConversationStage stage, Guid person, byte[] bytes, string name, HttpStatusCode expected)
    {
        var problem = await stage.UploadAsync(person, bytes, name, expected);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.Empty((await stage.OkAsync(person, "GET", "files")).GetProperty("items").EnumerateArray());
        return problem.GetProperty("detail").GetString()!;
    }

    public static async Task<(byte[] Bytes, HttpResponseMessage Head)> DownloadAsync(this ConversationStage stage, Guid person, JsonElement file, string member = "contentUrl")
    {
        var head = await stage.SendAsync(person, "GET", file.GetProperty(member).GetString()!["/api/v1/".Length..]);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        return (await head.Content.ReadAsByteArrayAsync(Token), head);
    }
}
