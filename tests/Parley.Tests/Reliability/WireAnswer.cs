using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Reliability;

/// <summary>What a client saw of an answer.</summary>
internal sealed class WireAnswer
{
    private readonly List<JsonElement> _frames = [];
    private readonly string _format;

    private WireAnswer(string format, int status, HttpResponseHeaders headers, bool isStream)
    {
        (_format, Status, Headers, IsStream) = (format, status, headers, isStream);
        Id = headers.TryGetValues("x-parley-request-id", out var ids) ? ids.Single() : null;
    }

    public int Status { get; }

    public HttpResponseHeaders Headers { get; }

    public string? Id { get; }

    public bool IsStream { get; }

    public string Body { get; private set; } = "";

    /// <summary>Why reading broke off below HTTP; null when the body came to its end.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>The last event of the format came, or a whole body with status 200.</summary>
    public bool IsComplete => Broken is null && Status == 200 && Error is null && (!IsStream || EndsProperly);

    /// <summary>The error object in the caller's shape: the body's, or the stream's error event's; null when there is none.</summary>
    public JsonElement? Error { get; private set; }

    public string ErrorMessage => Error is { } error ? error.GetProperty("message").GetString()! : "";

    /// <summary>All text of the answer that came.</summary>
    public string Text { get; private set; } = "";

    private bool EndsProperly => _format == "chat" ? Body.TrimEnd('\r', '\n').EndsWith("[DONE]", StringComparison.Ordinal)
        : _frames.Count > 0 && Value(_frames[^1], "type") is "message_stop" or "response.completed" or "response.incomplete";

    public static async Task<WireAnswer> ReadAsync(string format, HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var answer = new WireAnswer(format, (int)response.StatusCode, response.Headers, isStream);
        var bytes = new MemoryStream();
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await body.CopyToAsync(bytes, cancellationToken);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            answer.Broken = problem;
        }

        answer.Body = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        answer.Understand();
        return answer;
    }

    private void Understand()
    {
        if (IsStream) ReadFrames();
        else if (Broken is null && Body.Length > 0) ReadWhole(JsonDocument.Parse(Body).RootElement);
    }

    private void ReadFrames()
    {
        var text = new StringBuilder();
        foreach (var frame in Body.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var data = frame.Split('\n').FirstOrDefault(l => l.StartsWith("data:", StringComparison.Ordinal))?[5..].Trim();
            if (data is null or "[DONE]") continue;
            JsonElement root;
            try
            {
                root = JsonDocument.Parse(data).RootElement;
            }
            catch (JsonException) when (Broken is not null)
            {
                continue; // the frame at which it broke off
            }

            _frames.Add(root);
            if (root.TryGetProperty("error", out var error)) TakeError(root, error);
            if (Value(root, "type") == "response.output_text.delta") text.Append(Value(root, "delta"));
            if (_format == "chat" && root.TryGetProperty("choices", out var choices))
                foreach (var choice in choices.EnumerateArray()) text.Append(Value(choice.GetProperty("delta"), "content"));
            if (Value(root, "type") == "content_block_delta") text.Append(Value(root.GetProperty("delta"), "text"));
        }

        Text = text.ToString();
    }

    private void ReadWhole(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object) TakeError(root, error);
        else if (root.TryGetProperty("output", out var items)) Text = string.Concat(items.EnumerateArray().Where(i => Value(i, "type") == "message").SelectMany(i => i.GetProperty("content").EnumerateArray()).Select(p => Value(p, "text")));
        else if (root.TryGetProperty("choices", out var choices)) Text = Value(choices[0].GetProperty("message"), "content") ?? "";
        else if (root.TryGetProperty("content", out var blocks)) Text = string.Concat(blocks.EnumerateArray().Select(b => Value(b, "text")));
    }

    /// <summary>Also checks that the error has the shape that the caller's SDK expects.</summary>
    private void TakeError(JsonElement root, JsonElement error)
    {
        Error = error;
        Assert.False(string.IsNullOrEmpty(Value(error, "message")), Body);
        Assert.False(string.IsNullOrEmpty(Value(error, "type")), Body);
        if (_format == "messages") Assert.Equal("error", Value(root, "type"));
        else Assert.True(error.TryGetProperty("code", out _) && error.TryGetProperty("param", out _), Body);
    }

    private static string? Value(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
