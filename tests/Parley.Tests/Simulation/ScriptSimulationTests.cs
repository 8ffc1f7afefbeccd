using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Parley.Tests.Simulation;

/// <summary>Recordings are replayed byte for byte, cut where a test wants them cut.</summary>
public sealed class ScriptSimulationTests : SimulatorBench
{
    [Theory]
    [InlineData("/v1/chat/completions"), InlineData("/v1/messages"), InlineData("/v1/responses"), InlineData("/v1beta/models/canned:streamGenerateContent"), InlineData("/v1/embeddings")]
    [InlineData("/v1/images/generations"), InlineData("/v1/audio/speech"), InlineData("/some/other/path")]
    public async Task Every_path_can_be_scripted(string path)
    {
        Simulator.Script(new() { Model = "canned", Path = path, Body = "data: 1\n\n" });
        using var other = await PostAsync("/v1/other", """{"model":"canned"}""");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var answer = await PostAsync(path, """{"model":"canned"}""");
        Assert.Equal("data: 1\n\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Forms_and_lists_can_be_scripted_too()
    {
        Simulator.Script(new() { Model = "canned", Body = "form" });
        using var form = new MultipartFormDataContent { { new StringContent("canned"), "model" } };
        using var answer = await Client.PostAsync("/v1/audio/transcriptions", form);
        Assert.Equal("form", await answer.Content.ReadAsStringAsync());
        Simulator.Script(new() { Body = "any post" });
        Assert.Contains("mock", await Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
        Simulator.Script(new() { Path = "/models", Body = "list" });
        Assert.Equal("list", await Client.GetStringAsync("/v1/models"));
    }

    [Fact]
    public async Task Cuts_are_where_they_were_asked_for_and_pauses_last()
    {
        using var registered = await Client.PostAsJsonAsync("/__script", new { body = "abcdefghij", cutAt = new[] { 3, 4, 9 }, pausesMs = new[] { 150, 150 }, delayMs = 150 });
        Assert.True(registered.IsSuccessStatusCode);
        using var answer = await Client.SendAsync(new(HttpMethod.Post, "/v1/responses") { Content = new StringContent("{}") }, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, pieces, watch) = (new byte[64], new List<int>(), Stopwatch.StartNew());
        for (int read; (read = await body.ReadAsync(buffer)) > 0;) pieces.Add(read);
        Assert.Equal([3, 1, 5, 1], pieces);
        Assert.True(watch.ElapsedMilliseconds >= 300);
    }
}
