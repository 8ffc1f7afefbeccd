using System.Text;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

/// <summary>The tap beside a whole answer says of its end and its usage what the reader says that reads all of it.</summary>
public sealed class WholeTapTests
{
    private static readonly Golden s_golden = new("OpenAiResponses");
    private static readonly string s_ordinary = s_golden.Text("whole-tools.json");

    public static TheoryData<string> Bodies => [.. s_golden.Names(".json").Where(n => n.StartsWith("whole-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void It_agrees_with_the_reader(string name) => Assert.Equal(Ends(new WholeReader(passesThrough: true), s_golden.Text(name + ".json")), Ends(new WholeTap(), s_golden.Text(name + ".json")));

    /// <summary>To whoever gets the response as it came the vendor said 200.</summary>
    [Theory]
    [InlineData("whole-failed", FaultKind.InvalidRequest, 400)]
    [InlineData("whole-cancelled", FaultKind.UpstreamFailed, 502)]
    public void A_response_that_failed_is_an_answer_only_where_it_passes(string name, FaultKind kind, int status)
    {
        var body = s_golden.Bytes(name + ".json");
        var (passing, read) = (Fault(new WholeTap()), Fault(new WholeReader()));
        Assert.Equal((kind, 200, true), (passing.Kind, passing.Status, body.AsSpan().SequenceEqual(passing.Body.Span)));
        Assert.Equal((kind, status, false), (read.Kind, read.Status, body.AsSpan().SequenceEqual(read.Body.Span)));
        Assert.Equal((read.Message, read.IsRetryable), (passing.Message, passing.IsRetryable));

        GatewayFault Fault(IAnswerReader reader)
        {
            var events = new EventBatch();
            reader.Read(default, body, events);
            return events.Events[^1].Fault!;
        }
    }

    [Fact]
    public void It_agrees_with_the_reader_on_damaged_answers() =>
        Gen.Select(Gen.Int[0, s_ordinary.Length - 1], Gen.Int[0, 12], Gen.String[Gen.Char[" \",:{}[]0e\\nul"], 0, 3]).Sample((at, length, piece) =>
        {
            var body = s_ordinary.Remove(at, Math.Min(length, s_ordinary.Length - at)).Insert(at, piece);
            return Ends(new WholeReader(), body) == Ends(new WholeTap(), body);
        }, iter: 5_000);

    [Fact]
    public void It_does_not_read_the_words()
    {
        var events = new EventBatch();
        new WholeTap().Read(default, Encoding.UTF8.GetBytes(s_ordinary), events);
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
