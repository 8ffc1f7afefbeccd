using Parley.Gateway.Dialects.Gemini;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class AnswerReaderTests
{
    private static readonly Golden Golden = new("Gemini");

    public static TheoryData<string> Answers => [.. Golden.Names(".sse").Select(n => n + ".sse"), .. Golden.Names(".json").Select(n => n + ".json")];

    public static TheoryData<string> Both => [.. Golden.Names(".sse").Intersect(Golden.Names(".json"))];

    /// <summary>Every answer has its events beside it, and nothing else is read from it.</summary>
    [Theory, MemberData(nameof(Answers))]
    public void An_answer_gives_its_events(string name) =>
        Assert.Equal(Golden.Text(name + ".events.txt"), EventDump.Of(Golden.Read(name, new GeminiDialect())));

    [Theory, MemberData(nameof(Both))]
    public void Streamed_equals_whole(string name) => Assert.Equal(
        Folded.Of(Golden.Read(name + ".json", new GeminiDialect()).Events),
        Folded.Of(Golden.Read(name + ".sse", new GeminiDialect()).Events));
}
