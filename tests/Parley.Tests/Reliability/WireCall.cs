using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Reliability;

/// <summary>A call of one of the served formats.</summary>
/// <param name="Format"><c>chat</c>, <c>messages</c> or <c>responses</c>: what the client speaks.</param>
/// <param name="Model"><c>provider/words of the simulator</c>.</param>
internal sealed record WireCall(string Format, string Model, bool Stream)
{
    public string Prompt { get; init; } = "hello";

    /// <summary>Called when the head of the answer came.</summary>
    public Action? OnHead { get; init; }

    public string Path => Format switch { "chat" => "/v1/chat/completions", "messages" => "/v1/messages", _ => "/v1/responses" };

    public HttpRequestMessage ToRequest()
    {
        object[] messages = [new { role = "user", content = Prompt }];
        object body = Format switch
        {
            "chat" => new { model = Model, stream = Stream, messages },
            "messages" => new { model = Model, stream = Stream, messages, max_tokens = 4000 },
            _ => new { model = Model, stream = Stream, input = Prompt },
        };
        return ToRequest(Path, JsonSerializer.Serialize(body));
    }

    public static HttpRequestMessage ToRequest(string path, string body) => ToRequest(path, Encoding.UTF8.GetBytes(body));

    public static HttpRequestMessage ToRequest(string path, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (path.StartsWith("/v1/messages", StringComparison.Ordinal)) request.Headers.Add("anthropic-version", "2023-06-01");
        return request;
    }

    /// <summary>Asks and reads to the end, or to where it breaks off; throws only when no head came.</summary>
    public async Task<WireAnswer> AskAsync(HttpClient client, CancellationToken cancellationToken = default)
    {
        using var request = ToRequest();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        OnHead?.Invoke();
        return await WireAnswer.ReadAsync(Format, response, cancellationToken);
    }

    public override string ToString() => $"{Format} {Model}{(Stream ? " streamed" : "")}";
}
