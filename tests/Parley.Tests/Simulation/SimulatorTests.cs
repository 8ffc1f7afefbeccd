using System.Net;
using System.Net.Http.Json;
using System.Text;
using Parley.Simulator;

namespace Parley.Tests.Simulation;

/// <summary>What other tests take for granted: the simulator does what its words say.</summary>
public sealed class SimulatorTests : IAsyncLifetime
{
    private SimulatorServer _simulator = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorServer.StartAsync();
        _client = new() { BaseAddress = _simulator.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("err429-ra7", 429), InlineData("err529", 529), InlineData("err500", 500), InlineData("errinside200", 200), InlineData("html", 200)]
    public async Task Errors_have_their_status(string words, int status)
    {
        using var answer = await AskAsync(words);
        Assert.Equal(status, (int)answer.StatusCode);
        if (words.Contains("ra7", StringComparison.Ordinal)) Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData("drop0"), InlineData("rst0"), InlineData("drop2"), InlineData("rst2"), InlineData("trunc")]
    public async Task Cut_answers_are_cut(string words)
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await (await AskAsync(words)).Content.ReadAsStringAsync());
        if (words == "trunc") return;
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await AskAsync($"{words}-n5", stream: true)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Faults_come_only_as_often_as_asked_for()
    {
        for (var i = 0; i < 4; i++)
        {
            using var answer = await AskAsync("err500-first2");
            Assert.Equal(i < 2 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, answer.StatusCode);
        }

        var failed = 0;
        for (var i = 0; i < 200; i++)
        {
            using var answer = await AskAsync("err500-p30");
            if (!answer.IsSuccessStatusCode) failed++;
        }

        Assert.InRange(failed, 35, 90);
    }

    [Fact]
    public async Task Faults_can_be_mixed()
    {
        int busy = 0, failed = 0, cut = 0;
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var answer = await AskAsync("n3-busyp20-failp10-cutp10");
                await answer.Content.ReadAsStringAsync();
                if ((int)answer.StatusCode == 429) busy++;
                if ((int)answer.StatusCode == 500) failed++;
            }
            catch (HttpRequestException)
            {
                cut++;
            }
        }

        Assert.InRange(busy, 35, 90);
        Assert.InRange(failed, 12, 55);
        Assert.InRange(cut, 12, 55);
    }

    [Theory]
    [InlineData("split"), InlineData("bytes"), InlineData("crlf"), InlineData("utf-split-crlf")]
    public async Task Cuts_change_no_byte_but_line_ends(string dress)
    {
        var plain = await (await AskAsync("utf-n20", stream: true)).Content.ReadAsStringAsync();
        var dressed = await (await AskAsync($"utf-n20-{dress}", stream: true)).Content.ReadAsStringAsync();
        Assert.Equal(plain, dressed.ReplaceLineEndings("\n").Replace($"-{dress}\"", "\"", StringComparison.Ordinal).Replace(Id(dressed), Id(plain), StringComparison.Ordinal));
        Assert.Equal(dress.Contains("crlf", StringComparison.Ordinal), dressed.Contains("\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scripts_decide_every_byte_and_are_used_up()
    {
        _simulator.Script(new() { Model = "canned", Status = 418, Body = "näive", Cuts = [1], Headers = new Dictionary<string, string> { ["content-type"] = "text/plain; charset=utf-8", ["x-own"] = "1" } });
        using var other = await AskAsync("other");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var canned = await AskAsync("canned");
        Assert.Equal(418, (int)canned.StatusCode);
        Assert.Equal("1", canned.Headers.GetValues("x-own").Single());
        Assert.Equal("näive", await canned.Content.ReadAsStringAsync());
        using var again = await AskAsync("canned");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_script_can_be_given_over_HTTP()
    {
        var body = Convert.ToBase64String("data: 1\n\n"u8);
        using var registered = await _client.PostAsJsonAsync("/__script", new { model = "wire", bodyBase64 = body, end = "close", times = 2 });
        Assert.True(registered.IsSuccessStatusCode);
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await (await AskAsync("wire")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Clients_that_leave_and_requests_are_counted()
    {
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync("hang", cancellationToken: leave.Token));
        for (var i = 0; i < 100 && _simulator.Stats.ClientAborted == 0; i++) await Task.Delay(20);
        Assert.Equal((1, 0, 1), (_simulator.Stats.ClientAborted, _simulator.Stats.Active, _simulator.Stats.Posts));
        Assert.Contains("\"hang\"", _simulator.LastRequest!.BodyText);
        _simulator.Reset();
        Assert.Equal(0, _simulator.Stats.Posts);
        Assert.Null(_simulator.LastRequest);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":5,"messages":[],"n":1}""", "n: Extra inputs are not permitted")]
    [InlineData("/v1/messages", """{"model":"m","messages":[]}""", "max_tokens: Field required")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"t","input":{}}]},{"role":"user","content":"hi"}]}""", "tool_use")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":5,"messages":[],"system":"x"}""", "Unrecognized request argument supplied: system")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}""", "preceding message")]
    [InlineData("/v1/chat/completions", """{"model":"m" """, "parse the JSON")]
    [InlineData("/v1/responses", """{"model":"m","input":"x","messages":[]}""", "Unknown parameter: 'messages'.")]
    [InlineData("/v1/responses", """{"model":"m"}""", "Missing required parameter: 'input'.")]
    [InlineData("/v1/responses", """{"model":"m","input":"x","max_output_tokens":5}""", "below minimum value")]
    [InlineData("/v1/responses", """{"model":"m","input":"x","tools":[{"type":"function","function":{"name":"f"}}]}""", "'tools[0].name'")]
    [InlineData("/v1/responses", """{"model":"m","input":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""", "Invalid value: 'text'")]
    [InlineData("/v1/responses", """{"model":"m","input":[{"type":"function_call","id":"call_1","call_id":"call_1","name":"f","arguments":"{}"}]}""", "begins with 'fc'")]
    [InlineData("/v1/responses", """{"model":"m","input":[{"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"}]}""", "No tool output found for function call call_1.")]
    [InlineData("/v1/responses", """{"model":"m","input":[{"type":"function_call_output","call_id":"call_1","output":""}]}""", "No tool call found")]
    public async Task A_strict_vendor_refuses_what_vendors_refuse(string path, string body, string reason)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("x-mock", "strict");
        using var answer = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> AskAsync(string model, bool stream = false, CancellationToken cancellationToken = default) =>
        _client.PostAsJsonAsync("/v1/chat/completions", new { model, stream, messages = Array.Empty<object>() }, cancellationToken);

    private static string Id(string answer) => answer[answer.IndexOf("chatcmpl-", StringComparison.Ordinal)..][..32];
}
