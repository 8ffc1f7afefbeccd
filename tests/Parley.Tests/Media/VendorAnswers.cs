using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.Tests.Media;

/// <summary>
/// What the vendor answers. Words in a model's name: <c>err400</c> and the like, <c>once503</c> (the first time only), <c>hang</c>,
/// <c>cut</c> (the connection breaks in the middle), <c>gated</c> (waits in the middle), <c>html</c>, <c>bare</c> (no usage), <c>linger</c> (keeps
/// the connection open behind a stream's last event).
/// </summary>
internal sealed class VendorAnswers(SemaphoreSlim gate)
{
    /// <summary>A sound that is no multiple of any buffer.</summary>
    public static readonly byte[] Sound = [.. Enumerable.Range(0, 300_007).Select(i => (byte)(i * 31 ^ i >> 8))];

    public const string Srt = "1\n00:00:00,000 --> 00:00:02,000\nThe ferry leaves at nine.\n";

    private int _failed;

    public static string Picture(int bytes) => Convert.ToBase64String(Sound.AsSpan(0, bytes));

    /// <summary>The frames of a stream, as they are sent.</summary>
    public static string Frames(VendorCall call)
    {
        var bare = call.Model.Contains("bare", StringComparison.Ordinal);
        var n = int.Parse(call.Asked("n") ?? "1", CultureInfo.InvariantCulture);
        var kind = call.Path.EndsWith("edits", StringComparison.Ordinal) ? "image_edit" : "image_generation";
        var text = new StringBuilder(": hello\n\n");
        if (call.Path.EndsWith("speech", StringComparison.Ordinal))
        {
            text.Append(Event("speech.audio.delta", "\"audio\":\"SUQz\"")).Append(Event("speech.audio.done", "\"usage\":{\"input_tokens\":9,\"output_tokens\":70,\"total_tokens\":79}"));
        }
        else if (call.Path.EndsWith("transcriptions", StringComparison.Ordinal))
        {
            text.Append(Event("transcript.text.delta", "\"delta\":\"The ferry \"")).Append(Event("transcript.text.delta", "\"delta\":\"leaves at nine.\""));
            text.Append(Event("transcript.text.done", "\"text\":\"The ferry leaves at nine.\"" + (bare ? "" : ",\"usage\":" + TokenUsage))).Append("data: [DONE]\n\n");
        }
        else
        {
            text.Append(Event($"{kind}.partial_image", $"\"b64_json\":\"{Picture(3000)}\",\"partial_image_index\":0"));
            for (var i = 0; i < n; i++) text.Append(Event($"{kind}.completed", $"\"b64_json\":\"{Picture(90_000)}\"{(bare ? "" : ",\"usage\":" + ImageUsage)}"));
        }

        return text.ToString();
    }

    private const string ImageUsage = """{"total_tokens":1500,"input_tokens":400,"output_tokens":1100,"input_tokens_details":{"text_tokens":77,"image_tokens":323}}""";
    private const string TokenUsage = """{"type":"tokens","total_tokens":60,"input_tokens":48,"input_token_details":{"text_tokens":8,"audio_tokens":40},"output_tokens":12}""";

    public async Task AnswerAsync(HttpContext context, VendorCall call)
    {
        var (model, leaving) = (call.Model, context.RequestAborted);
        if (Status(model) is { } status)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$$"""{"error":{"message":"The vendor says {{{status}}}.","type":"invalid_request_error","param":"size","code":"odd"}}""", leaving);
            return;
        }

        if (model.Contains("hang", StringComparison.Ordinal)) await Task.Delay(Timeout.Infinite, leaving);
        if (model.Contains("html", StringComparison.Ordinal)) await SendAsync(context, "text/html", "<script>alert(1)</script>"u8.ToArray());
        else if (call.Asked("stream")?.ToUpperInvariant() == "TRUE" || call.Asked("stream_format") == "sse") await SendAsync(context, "text/event-stream", Encoding.UTF8.GetBytes(Frames(call)), model);
        else if (call.Path.EndsWith("speech", StringComparison.Ordinal)) await SendAsync(context, "audio/mpeg", Sound, model);
        else if (call.Path.EndsWith("transcriptions", StringComparison.Ordinal)) await TranscribeAsync(context, call);
        else await SendAsync(context, "application/json", Encoding.UTF8.GetBytes(Images(call)));
    }

    /// <summary>The body of a whole answer with pictures.</summary>
    public static string Images(VendorCall call)
    {
        var n = int.Parse(call.Asked("n") ?? "1", CultureInfo.InvariantCulture);
        var bare = call.Model.Contains("bare", StringComparison.Ordinal);
        var one = bare ? """{"url":"https://pictures.example/1.png","revised_prompt":"x"}""" : $$"""{ "b64_json":"{{Picture(call.Model.Contains("large", StringComparison.Ordinal) ? 300_000 : 30_000)}}"}""";
        if (call.Model.Contains("large", StringComparison.Ordinal)) n *= 60;
        return $$"""{"created": 1769860800,  "data":[{{string.Join(", ", Enumerable.Repeat(one, n))}}],"new_member":"é"{{(bare ? "" : ",\"usage\":" + ImageUsage)}}}""";
    }

    private static Task TranscribeAsync(HttpContext context, VendorCall call)
    {
        var usage = call.Model.Contains("bare", StringComparison.Ordinal) ? "" : call.Model.Contains("seconds", StringComparison.Ordinal) ? ",\"usage\":{\"type\":\"duration\",\"seconds\":3}" : ",\"usage\":" + TokenUsage;
        var (type, body) = call.Field("response_format") switch
        {
            "text" => ("text/plain; charset=utf-8", "The ferry leaves at nine.\n"),
            "srt" => ("application/x-subrip", Srt),
            "vtt" => ("text/vtt", "WEBVTT\n\n" + Srt),
            "verbose_json" => ("application/json", $$"""{"task":"transcribe","language":"english","duration":2.345,"text":"The ferry leaves at nine."}"""),
            _ => ("application/json", $$"""{"text":"The ferry leaves at nine."{{usage}}}"""),
        };
        return SendAsync(context, type, Encoding.UTF8.GetBytes(body));
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>In two halves, without an announced length unless the model's name has the word "length".</summary>
    private async Task SendAsync(HttpContext context, string type, byte[] body, string model)
    {
        context.Response.ContentType = type;
        if (model.Contains("length", StringComparison.Ordinal)) context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (model.Contains("gated", StringComparison.Ordinal)) await gate.WaitAsync(context.RequestAborted);
        if (model.Contains("cut", StringComparison.Ordinal))
        {
            // A reset takes along what was not read yet.
            await Task.Delay(200, context.RequestAborted);
            context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(body.AsMemory(body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (model.Contains("linger", StringComparison.Ordinal)) await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private int? Status(string model)
    {
        if (model.Contains("once503", StringComparison.Ordinal) && Interlocked.Increment(ref _failed) % 2 == 1) return 503;
        var at = model.IndexOf("err", StringComparison.Ordinal);
        return at < 0 ? null : int.Parse(model.AsSpan(at + 3, 3), CultureInfo.InvariantCulture);
    }

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";
}
