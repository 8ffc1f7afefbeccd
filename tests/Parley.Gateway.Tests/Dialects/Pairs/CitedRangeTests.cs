using System.Text.Json.Nodes;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Matrix;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Laws;

namespace Parley.Gateway.Tests.Dialects.Pairs;

/// <summary>The ranges of annotations cut those words out of the answer for which the vendor cites: of chat's whole content, of the part in Responses.</summary>
public sealed class CitedRangeTests
{
    private const string Turtle = "older than dinosaurs 🦕|older than dinosaurs 🦕|older than dinosaurs 🦕|slow";
    private const string Spain = "Zażółć 😀|Spain won the 2024 cup.|Spain won the 2024 cup.|";

    [Theory]
    [InlineData("Anthropic", "citations", Turtle), InlineData("Gemini", "grounding-ranges", Spain)]
    public void A_chat_answer_holds_the_cited_words(string vendor, string name, string words)
    {
        Assert.Equal(words, Chat(Stream(WireFormat.Chat, vendor, name)));
        Assert.Equal(words, Chat(Body(WireFormat.Chat, vendor, name)));
    }

    [Theory]
    [InlineData("Anthropic", "citations", Turtle), InlineData("Gemini", "grounding-ranges", Spain)]
    public void A_response_holds_the_cited_words(string vendor, string name, string words)
    {
        Assert.Equal(words, Responses(Stream(WireFormat.Responses, vendor, name)));
        Assert.Equal(words, Responses(Body(WireFormat.Responses, vendor, name)));
    }

    /// <summary>What the vendor's own tools did lies between them; a part that has ended gets no more annotations.</summary>
    [Fact]
    public void Words_in_two_texts_are_found_in_chat_and_those_of_the_last_part_in_Responses()
    {
        Assert.Equal("½ + ½|says so", Chat(Stream(WireFormat.Chat, "Gemini", "grounding-split")));
        Assert.Equal("|says so", Responses(Stream(WireFormat.Responses, "Gemini", "grounding-split")));
    }

    [Theory]
    [InlineData("Anthropic", "citations"), InlineData("Gemini", "grounding-ranges")]
    public void An_annotation_follows_all_text_of_its_part(string vendor, string name)
    {
        var ended = new HashSet<string>();
        foreach (var (_, data) in Golden.Frames(Written(WireFormat.Responses, vendor, name)))
        {
            var frame = JsonNode.Parse(data)!;
            var part = $"{frame["output_index"]}.{frame["content_index"]}";
            if (frame["type"]!.ToString() == "response.output_text.annotation.added") ended.Add(part);
            if (frame["type"]!.ToString() == "response.output_text.delta") Assert.DoesNotContain(part, ended);
        }

        Assert.NotEmpty(ended);
    }

    private static string Written(WireFormat client, string vendor, string name) => Pair.WriteStream(client, Pair.ReadStream(KindOf(vendor), new Golden(vendor).Text(name + ".sse")));

    private static JsonNode Stream(WireFormat client, string vendor, string name) => Fold.Of(client, Written(client, vendor, name));

    private static JsonNode Body(WireFormat client, string vendor, string name) =>
        JsonNode.Parse(Pair.WriteWhole(client, Pair.ReadWhole(KindOf(vendor), new Golden(vendor).Text(name + ".json"))))!;

    private static WireFormat KindOf(string vendor) => vendor == "Gemini" ? WireFormat.Gemini : WireFormat.Messages;

    private static string Chat(JsonNode answer) => string.Join('|', Find.At(answer, "choices.*.message.annotations.*.url_citation")
        .Select(cited => Cut(answer["choices"]![0]!["message"]!["content"]!.ToString(), cited)));

    private static string Responses(JsonNode answer) => string.Join('|', Find.At(answer, "output.*.content.*")
        .SelectMany(part => Find.At(part, "annotations.*").Select(cited => Cut(part["text"]!.ToString(), cited))));

    private static string Cut(string text, JsonNode cited)
    {
        var (start, end) = (cited["start_index"]!.GetValue<int>(), cited["end_index"]!.GetValue<int>());
        return string.Concat(text.EnumerateRunes().Take(end).Skip(start).Select(rune => rune.ToString()));
    }
}
