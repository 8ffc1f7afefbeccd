using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>What an operator decides about models, seen by callers of the real server.</summary>
[Trait("Pace", "slow")]
public sealed class ModelSettingsServedTests
{
    [Fact]
    public async Task Callers_use_an_alias_and_do_not_see_what_is_disabled()
    {
        await using var server = new ParleyServer();
        var (key, admin) = (await server.CreateKeyAsync(), await server.CreateKeyAsync("admin", "admin"));
        await server.StartAsync();
        using var caller = server.CreateClient(key);
        using var operatorClient = server.CreateClient(admin);

        using var named = await operatorClient.PatchAsync("/api/v1/models/demo", JsonContent.Create(new { aliases = new[] { "house/model" } }));
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await ChatAsync(caller, "house/model"));
        Assert.Equal(["demo", "house/model"], await ModelsAsync(caller));

        using var disabled = await operatorClient.PatchAsync("/api/v1/models/demo", JsonContent.Create(new { enabled = false }));
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);
        foreach (var name in new[] { "demo", "house/model", "demo/demo" }) Assert.Equal(HttpStatusCode.NotFound, await ChatAsync(caller, name));
        Assert.Empty(await ModelsAsync(caller));
        using var read = await caller.GetAsync("/v1/models/demo");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);

        (await server.RunAsync(["models", "set", "demo", "--enable"])).Expect();
        Assert.Equal(HttpStatusCode.OK, await ChatAsync(caller, "demo"));
    }

    [Fact]
    public async Task Without_a_terminal_the_real_verb_changes_nothing()
    {
        await using var server = new ParleyServer();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "ours.csv");
        await File.WriteAllTextAsync(file, $"{Lines.Header}\nopenai,zeta-1,chat,3,4,,,,our contract,2026-11-26,,,,A\n");
        var result = await server.RunAsync(["catalog", "import", file]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("+ openai zeta-1: input 3, output 4", result.Output, StringComparison.Ordinal);
        Assert.Contains("--yes", result.Errors, StringComparison.Ordinal);
        Assert.Contains("no model zeta-1", (await server.RunAsync(["catalog", "show", "zeta-1"])).Errors, StringComparison.Ordinal);
        (await server.RunAsync(["catalog", "import", file, "--yes"])).Expect();
        Assert.Contains("input 3, output 4 USD", (await server.RunAsync(["catalog", "show", "zeta-1"])).Expect(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> ChatAsync(HttpClient caller, string model)
    {
        using var answer = await caller.PostAsJsonAsync("/v1/chat/completions", new { model, messages = new[] { new { role = "user", content = "hello" } } });
        return answer.StatusCode;
    }

    private static async Task<IEnumerable<string?>> ModelsAsync(HttpClient caller) =>
        (await caller.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString());
}
