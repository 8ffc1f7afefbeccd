namespace Parley.Tests.Reliability;

[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class SlowReaderTests(ReliabilityStage stage)
{
    [Fact]
    public async Task A_client_that_pauses_longer_than_the_vendor_may_be_silent_still_gets_the_whole_answer()
    {
        // More than all socket buffers hold, so that the vendor waits for the client, too.
        using var request = new WireCall("chat", "hasty-chat/n4000-sz4000", Stream: true).ToRequest();
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1024];
        _ = await body.ReadAsync(buffer);
        await Task.Delay(2500); // the provider's idle time-out is a second
        using var rest = new StreamReader(body);
        var text = await rest.ReadToEndAsync();
        Assert.DoesNotContain("\"error\"", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        var record = (await stage.Usage.FindAsync(response.Headers.GetValues("x-parley-request-id").Single()))!.Value;
        Assert.Equal(("completed", 4000), (UsageBook.Outcome(record), UsageBook.Tokens(record, "output")));
    }
}
