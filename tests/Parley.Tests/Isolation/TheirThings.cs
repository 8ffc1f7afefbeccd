using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Identity;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Isolation;

/// <summary>One of everything that a person can have, each with a word in it that nobody else knows.</summary>
internal sealed record TheirThings(string Word, string Person, string Conversation, string Question, string Answer, string Stream, string Persona, string Memory, string File, string Key, string Session, string Passkey, string Secret, string Response, string V1Stream)
{
    // A picture of one pixel.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public static async Task<TheirThings> MakeAsync(PersonBrowser browser, HttpClient programs, string word, CancellationToken cancellationToken)
    {
        var persona = Id(await DoAsync("POST", "personas", new { name = $"{word} persona" }));
        var memory = Id(await DoAsync("POST", $"personas/{persona}/memories", new { text = $"{word} memory" }));
        await DoAsync("PUT", $"personas/{persona}", new { name = $"{word} persona again" });
        var picture = new ByteArrayContent(Convert.FromBase64String(Pixel)) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        var file = Id(await DoAsync("POST", "files", new MultipartFormDataContent { { picture, "file", $"{word}.png" } }));
        var turn = await DoAsync("POST", "chat", new { message = $"{word} message", model = "sim/echo", personaId = persona });
        var (conversation, answer) = (turn.GetProperty("conversationId").GetString()!, turn.GetProperty("messageId").GetString()!);
        await DoAsync("PATCH", $"conversations/{conversation}", new { title = $"{word} title" });
        var question = (await DoAsync("GET", $"conversations/{conversation}/messages")).GetProperty("items").EnumerateArray().First(m => m.GetProperty("role").GetString() == "user");
        var stream = Id((await DoAsync("GET", "chat/streams")).GetProperty("items")[0]);
        var key = await DoAsync("POST", "keys", new { name = $"{word} key", scopes = new[] { "gateway", "chat" } });
        var session = Id((await DoAsync("GET", "auth/sessions")).GetProperty("items")[0]);
        var options = await DoAsync("POST", "auth/passkeys/options", new { @for = "register" });
        var passkey = Id(await DoAsync("POST", "auth/passkeys", new { state = options.GetProperty("state").GetString(), name = word, credential = new SoftAuthenticator(browser.Origin).Create(options.GetProperty("options")) }));
        var me = Id(await DoAsync("GET", "auth/me"));
        var secret = key.GetProperty("key").GetString()!;
        var response = await CallAsync(new { model = "sim/echo", input = $"{word} input", store = true }, "/v1/responses");
        var resumable = await CallAsync(new { model = "sim/echo", stream = true, messages = new[] { new { role = "user", content = $"{word} stream" } } }, "/v1/chat/completions");
        return new(word, me, conversation, Id(question), answer, stream, persona, memory, file, Id(key), session, passkey, secret, Id(JsonElement.Parse(response.Text)), resumable.Stream ?? "");

        async Task<JsonElement> DoAsync(string method, string path, object? body = null)
        {
            var (status, text, _) = await browser.AskAsync(method, $"/api/v1/{path}", body as HttpContent ?? (body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web)), cancellationToken);
            Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {(int)status} {text}");
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }

        async Task<(string Text, string? Stream)> CallAsync(object body, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            request.Headers.Add("x-parley-resumable", "true");
            using var answer = await programs.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            Assert.True(answer.IsSuccessStatusCode, text);
            return (text, answer.Headers.TryGetValues("x-request-id", out var ids) ? ids.Single() : null);
        }
    }

    private static string Id(JsonElement thing) => thing.GetProperty("id").GetString()!;
}
