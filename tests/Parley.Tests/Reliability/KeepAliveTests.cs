using System.Text;

namespace Parley.Tests.Reliability;

/// <summary>A silent stream says that it is still there, in the way of the client's format, also before the first token.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class KeepAliveTests(KeepAliveTests.ImpatientStage impatient) : IClassFixture<KeepAliveTests.ImpatientStage>
{
    public static MatrixTheoryData<string, string> Pairs => new(["chat", "messages", "responses"], ["chat", "messages", "responses"]);

    [Theory, MemberData(nameof(Pairs))]
    public async Task Before_the_first_token_and_between_two(string format, string kind)
    {
        var text = await ReadAsync(new WireCall(format, $"{kind}/ttft900-n3-itl900", Stream: true));
        var sign = Sign(format);
        var first = text.IndexOf("lorem", StringComparison.Ordinal);
        Assert.True(first > 0, text);
        Assert.InRange(Count(text[..first], sign), 2, 6); // some vendors say so themselves
        Assert.InRange(Count(text[first..], sign), 3, 8);
        Assert.Contains(format switch { "chat" => "data: [DONE]\n\n", "messages" => "data: {\"type\":\"message_stop\"}\n\n", _ => "event: response.completed\n" }, text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_failure_after_it_is_the_formats_error_event(string format, string kind)
    {
        var text = await ReadAsync(new WireCall(format, $"hasty-{kind}/hang", Stream: true));
        Assert.StartsWith(Sign(format), text, StringComparison.Ordinal);
        Assert.Contains(format == "chat" ? "data: {\"error\":{\"message\":" : "event: error\ndata: {\"type\":\"error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_silence_there_is_none()
    {
        var text = await ReadAsync(new WireCall("chat", "chat/n20-itl50", Stream: true));
        Assert.DoesNotContain(": ping", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_answer_waits_in_silence()
    {
        var text = await ReadAsync(new WireCall("chat", "messages/ttft900-n2", Stream: false));
        Assert.StartsWith("{", text, StringComparison.Ordinal);
    }

    private static string Sign(string format) => format == "messages" ? "event: ping\ndata: {\"type\":\"ping\"}\n\n" : ": ping\n\n";

    private static int Count(string text, string sign) => text.Split(sign).Length - 1;

    private async Task<string> ReadAsync(WireCall call)
    {
        using var request = call.ToRequest();
        using var response = await impatient.Stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A server whose streams are never silent for more than 0.3 s.</summary>
    public sealed class ImpatientStage : IAsyncLifetime
    {
        internal ReliabilityStage Stage { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Stage = await ReliabilityStage.StartAsync("", "--Parley:Gateway:KeepAliveInterval=00:00:00.3");

        public ValueTask DisposeAsync() => Stage.DisposeAsync();
    }
}
