using System.Text.Json;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Audio;

/// <summary>What is to be spoken, and how.</summary>
internal sealed record SpeechRequest(string Model, string Input, string Voice, string Format, bool Events, RequestFacts Facts)
{
    public static SpeechRequest Read(RequestFacts facts)
    {
        using var document = JsonDocument.Parse(facts.Body);
        var root = document.RootElement;
        // A voice is a name, or an object with an id.
        var voice = Text(root, "voice") ?? (Get(root, "voice") is { } own ? Text(own, "id") : null) ?? "";
        return new(facts.Model ?? "", Text(root, "input") ?? "", voice, Text(root, "response_format") ?? "mp3", Text(root, "stream_format") == "sse", facts);
    }
}
