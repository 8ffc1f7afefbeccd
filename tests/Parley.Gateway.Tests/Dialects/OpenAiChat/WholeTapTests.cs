using System.Text;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

/// <summary>The tap beside a whole answer says of its end and its usage what the reader says that reads all of it.</summary>
public sealed class WholeTapTests
{
    private const string Ordinary = """
        {"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi \"you\"","refusal":null},"logprobs":null,"finish_reason":"stop"}],
         "usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":3}},"system_fingerprint":"fp"}
        """;

    [Theory]
    [InlineData(Ordinary)]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":2},"choices":[{"finish_reason":"length","message":{}}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop","message":{"content":"a"}}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop","message":{"content":"a"}}],"usage":null}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop","message":{"content":"a"}}],"usage":{}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop"},{"index":1,"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"finish_reason":"error"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2},"error":{"message":"no"}}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2},"error":null}""")]
    [InlineData("""{"choices":[{"finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}} more""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void It_agrees_with_the_reader(string body) => Assert.Equal(Ends(new WholeReader(), body), Ends(new WholeTap(), body));

    [Fact]
    public void It_agrees_with_the_reader_on_damaged_answers() =>
        Gen.Select(Gen.Int[0, Ordinary.Length - 1], Gen.Int[0, 12], Gen.String[Gen.Char[" \",:{}[]0e\\nul"], 0, 3]).Sample((at, length, piece) =>
        {
            var body = Ordinary.Remove(at, Math.Min(length, Ordinary.Length - at)).Insert(at, piece);
            return Ends(new WholeReader(), body) == Ends(new WholeTap(), body);
        }, iter: 5_000);

    [Fact]
    public void It_does_not_read_the_words()
    {
        var events = new EventBatch();
        new WholeTap().Read(default, Encoding.UTF8.GetBytes(Ordinary), events);
        Assert.Equal([LlmEventKind.Usage, LlmEventKind.Finished, LlmEventKind.Completed], events.Events.ToArray().Select(item => item.Kind));
    }

    private static string Ends(IAnswerReader reader, string body)
    {
        var events = new EventBatch();
        reader.Read(default, Encoding.UTF8.GetBytes(body), events);
        if (events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) reader.End(events);
        return string.Join('\n', events.Events.ToArray()
            .Where(item => item.Kind is LlmEventKind.Usage or LlmEventKind.Completed or LlmEventKind.Failed).Select(item => EventDump.Line(item)));
    }
}
