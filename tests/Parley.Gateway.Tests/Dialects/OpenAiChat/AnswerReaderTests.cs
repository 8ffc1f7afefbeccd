using Parley.Gateway.Dialects.OpenAiChat;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class AnswerReaderTests
{
    private static readonly Golden s_golden = new("OpenAiChat");

    public static TheoryData<string> Answers => [.. s_golden.Names(".events.txt")];

    /// <summary>Every answer has its events beside it, and nothing else is read from it.</summary>
    [Theory]
    [MemberData(nameof(Answers))]
    public void A_recorded_answer_gives_its_events(string name) =>
        Assert.Equal(s_golden.Text(name + ".events.txt"), EventDump.Of(s_golden.Read(name, new OpenAiChatDialect())));
}
