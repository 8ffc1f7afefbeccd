using System.Net.Http.Headers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiMedia;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>Answers about pictures and sound, by what they are. What a client gets to see of the content type is chosen from a list, so that
/// no upstream can hand a page to somebody's browser.</summary>
internal static class MediaAnswers
{
    private const string Json = "application/json", Events = "text/event-stream", Unknown = "application/octet-stream", Text = "text/plain";

    private static readonly string[] Transcripts = [Text, "text/vtt", "text/srt", "application/x-subrip", "application/srt"];

    public static async ValueTask<LlmAnswer> OpenAsync(LlmRequest request, AnswerFacts facts, HttpResponseMessage response, CallWatch watch)
    {
        var type = response.Content.Headers.ContentType;
        var name = type?.MediaType ?? "";
        var isSpeech = request.Operation == LlmOperation.Speak;
        if (Is(name, Events))
        {
            var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            return new MediaStream(facts with { Media = new MediaHead("text/event-stream; charset=utf-8") }, response, stream, new StreamTap(request.Operation, MediaFields.PicturesOf(request)), watch);
        }

        if (isSpeech && (name.Length == 0 || Is(name, Unknown) || name.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)))
        {
            var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            return new SoundAnswer(facts with { Media = new MediaHead(Printable(type) ?? Unknown, response.Content.Headers.ContentLength) }, response, stream, watch);
        }

        if (!isSpeech && request.Operation != LlmOperation.Transcribe || Is(name, Json))
            return new WholeAnswer(facts with { Media = new MediaHead(Json) }, response, new WholeTap(request.Operation), watch);
        if (!isSpeech && !Is(name, "text/html"))
        {
            var shown = Transcripts.Any(known => Is(name, known)) ? Printable(type) : null;
            return new WholeAnswer(facts with { Media = new MediaHead(shown ?? "text/plain; charset=utf-8") }, response, new TextTap(), watch);
        }

        watch.Failed(UpstreamErrors.Garbage);
        response.Dispose();
        watch.Dispose();
        return new FailedAnswer(UpstreamErrors.Garbage, facts.Target, rateLimits: facts.RateLimits);
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    /// <summary>The type with its parameters (a rate, a charset); null for what cannot stand in a header.</summary>
    private static string? Printable(MediaTypeHeaderValue? type) =>
        type?.ToString() is { Length: > 0 and <= 100 } text && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : null;
}
