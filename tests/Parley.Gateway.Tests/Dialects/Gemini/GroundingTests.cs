using System.Text;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class GroundingTests
{
    [Fact]
    public void What_the_vendor_repeats_is_cited_once()
    {
        const string Said = """{"groundingChunks":[{"web":{"uri":"https://a"}},{"web":{"uri":"https://b"}}],"groundingSupports":[{"segment":{"endIndex":2,"text":"Hi"},"groundingChunkIndices":[0]}]}""";
        Assert.Equal(["https://a Hi 0..2", "https://b  .."], Cited(Frame("Hi.", Said), Frame("", Said), Frame("", Said)));
    }

    /// <summary>Of words that two lists name, the source is not cited a second time for nothing.</summary>
    [Fact]
    public void Sources_may_be_named_before_the_words_that_they_support() => Assert.Equal(["https://a Hi 0..2"], Cited(
        Frame("Hi.", """{"groundingChunks":[{"web":{"uri":"https://a"}}]}"""),
        Frame("", """{"groundingSupports":[{"segment":{"endIndex":2,"text":"Hi"},"groundingChunkIndices":[0]}]}""")));

    [Theory]
    [InlineData("""{"segment":{"startIndex":2,"endIndex":2},"groundingChunkIndices":[0]}""")]
    [InlineData("""{"segment":{"startIndex":2},"groundingChunkIndices":[0]}""")]
    [InlineData("""{"segment":{"endIndex":2},"groundingChunkIndices":[-1,1,"0",null,{"a":[0]},0.5]}""")]
    [InlineData("""{"segment":{"endIndex":2}}""")]
    [InlineData("""{"segment":[],"groundingChunkIndices":{}}""")]
    public void Supports_without_words_or_sources_say_nothing(string support) =>
        Assert.Equal(["https://a  .."], Cited(Frame("Hi.", "{\"groundingSupports\":[" + support + """],"groundingChunks":[{"web":{"uri":"https://a"}}]}""")));

    [Fact]
    public void Words_in_a_part_that_is_not_there_are_cited_without_a_range() =>
        Assert.Equal(["https://a Hi .."], Cited(Frame("Hi.", """{"groundingChunks":[{"web":{"uri":"https://a"}}],"groundingSupports":[{"segment":{"partIndex":7,"endIndex":2,"text":"Hi"},"groundingChunkIndices":[0]}]}""")));

    [Fact]
    public void A_range_never_goes_beyond_the_text() =>
        Assert.Equal(["https://a  1..3"], Cited(Frame("Hié", """{"groundingChunks":[{"web":{"uri":"https://a"}}],"groundingSupports":[{"segment":{"startIndex":1,"endIndex":2147483647},"groundingChunkIndices":[0]}]}""")));

    [Fact]
    public void More_sources_than_any_answer_has_are_not_remembered()
    {
        var supports = string.Join(',', Enumerable.Range(1, 5000).Select(i => $$"""{"segment":{"endIndex":{{i}}},"groundingChunkIndices":[0]}"""));
        Assert.Equal(4096, Cited(Frame("Hi.", """{"groundingChunks":[{"web":{"uri":"https://a"}}],"groundingSupports":[""" + supports + "]}")).Length);
    }

    [Fact]
    public void More_supports_than_a_frame_can_have_are_garbage()
    {
        var many = string.Join(',', Enumerable.Repeat('0', EventBatch.Most + 1));
        var events = Read(Frame("Hi.", """{"groundingSupports":[{"segment":{"endIndex":1},"groundingChunkIndices":[""" + many + "]}]}"));
        Assert.Equal(FaultKind.UpstreamFailed, events[^1].Fault!.Kind);
    }

    private static string[] Cited(params byte[][] frames) =>
        [.. Read(frames).Where(e => e.Kind == LlmEventKind.Citation).Select(e => e.Citation!).Select(c => $"{c.Url} {c.CitedText} {c.StartIndex}..{c.EndIndex}")];

    private static LlmEvent[] Read(params byte[][] frames)
    {
        var reader = new GeminiDialect().CreateStreamReader();
        var events = new EventBatch();
        foreach (var frame in frames) reader.Read(default, frame, events);
        reader.End(events);
        return events.Events.ToArray();
    }

    private static byte[] Frame(string text, string grounding) => Encoding.UTF8.GetBytes(
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]},\"finishReason\":\"STOP\",\"groundingMetadata\":" + grounding + "}]}");
}
