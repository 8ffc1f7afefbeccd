using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Wire;

/// <summary>A conversation made short by the vendor that can, as its bytes came, and booked with the tokens that it took.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class CompactTests(ReliabilityStage stage)
{
    [Fact]
    public async Task It_passes_through_and_is_metered()
    {
        using var request = WireCall.ToRequest("/v1/responses/compact", """{"model":"responses/n7","input":[{"role":"user","content":"hello"}]}""");
        using var response = await stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = JsonElement.Parse(text);
        Assert.Equal("response.compaction", body.GetProperty("object").GetString());
        var item = body.GetProperty("output")[0];
        Assert.Equal(("compaction", Convert.ToBase64String(Encoding.UTF8.GetBytes(body.GetProperty("id").GetString()!))), (item.GetProperty("type").GetString(), item.GetProperty("encrypted_content").GetString()));
        var record = await stage.Usage.SettledAsync(response.Headers.GetValues("x-parley-request-id").Single());
        Assert.Equal(("completed", "reported", body.GetProperty("usage").GetProperty("output_tokens").GetInt64()),
            (UsageBook.Outcome(record), record.GetProperty("source").GetString(), UsageBook.Tokens(record, "output")));
    }

    [Theory]
    [InlineData("chat"), InlineData("messages"), InlineData("gemini")]
    public async Task Where_nobody_can_it_is_refused_and_nothing_is_sent(string kind)
    {
        using var request = WireCall.ToRequest("/v1/responses/compact", $$"""{"model":"{{kind}}/n7","input":"hello"}""");
        using var response = await stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("model", JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("param").GetString());
    }
}
