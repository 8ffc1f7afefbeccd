using System.Net;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Wire;

/// <summary>Tokens of a prompt, counted by a vendor that can and estimated for one that cannot: both refuse what is no prompt.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class CountTokensTests(ReliabilityStage stage)
{
    [Theory]
    [InlineData("messages", false)]
    [InlineData("chat", true)]
    public async Task A_prompt_is_counted(string kind, bool isEstimate)
    {
        var (status, body, estimated) = await CountAsync(kind, """[{"role":"user","content":"How many?"}]""");
        Assert.Equal((HttpStatusCode.OK, isEstimate), (status, estimated));
        Assert.InRange(body.GetProperty("input_tokens").GetInt32(), 1, 50);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":7}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png"}}]}]""")]
    [InlineData("""{"role":"user"}""")]
    public async Task What_cannot_be_read_is_refused_where_it_would_be_estimated(string messages)
    {
        var (status, body, _) = await CountAsync("chat", messages);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_request_error", body.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains("messages", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body, bool IsEstimate)> CountAsync(string kind, string messages)
    {
        using var request = WireCall.ToRequest("/v1/messages/count_tokens", $$"""{"model":"{{kind}}/n3","messages":{{messages}}}""");
        using var response = await stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return (response.StatusCode, body, response.Headers.Contains("x-parley-estimated"));
    }
}
