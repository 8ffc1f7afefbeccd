using System.Text.Json;
using Parley.Gateway.Routing.Health;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Providers.Verbs;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers.Catalogue;

namespace Parley.Tests.Providers.Health;

public sealed class HealthVerbsTests
{
    private static readonly string[] Add = ["providers", "add", "acme", "--kind", "chat", "--base-url", "https://acme.example/v1", "--model", "m"];
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Health_is_what_servers_stored_last_and_says_so(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        (await Verbs.RunAsync(database, Add)).Expect();
        (await Verbs.RunAsync(database, [.. Add[..2], "silent", .. Add[3..]])).Expect();
        (await Verbs.RunAsync(database, [.. Add[..2], "away", .. Add[3..], "--breaker", "off"])).Expect();
        (await Verbs.RunAsync(database, ["providers", "disable", "away"])).Expect();
        var minute = HealthMinutes.MinuteOf(DateTimeOffset.UtcNow);
        await StoreAsync(database, Minute("acme", minute - 1, HealthState.Healthy), Minute("acme", minute, HealthState.Down), Minute("away", minute, HealthState.Healthy));

        var told = await Verbs.RunAsync(database, ["providers", "health"]);
        var lines = told.Expect().Split('\n');
        Assert.Equal(["NAME", "STATE", "BREAKER", "AS", "OF", "LAST", "PROBE", "PROBE", "P50", "P95", "FIRST", "TOKEN", "P50", "P95", "REASON"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var acme = lines.Single(line => line.StartsWith("acme ", StringComparison.Ordinal));
        Assert.Matches($"^acme +down +open +{HealthMinutes.Begin(minute + 1):u} +2026-03-01 12:00:00Z failed +10 +20.5 +300 +400 +Down it is. Last probe: no answer$", acme);
        Assert.Matches("^away +disabled +off +.* An operator disabled it. ", lines.Single(line => line.StartsWith("away ", StringComparison.Ordinal)) + " ");
        Assert.EndsWith("No server has stored anything of it yet.", lines.Single(line => line.StartsWith("silent ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("what running servers stored, once a minute", told.Errors, StringComparison.Ordinal);

        var json = JsonElement.Parse((await Verbs.RunAsync(database, ["providers", "health", "acme", "--json"])).Expect()).GetProperty("items");
        Assert.Equal(("acme", "down", "open", 20.5), (json[0].GetProperty("name").GetString(), json[0].GetProperty("state").GetString(), json[0].GetProperty("breaker").GetString(), json[0].GetProperty("probeP95Ms").GetDouble()));
        Assert.Equal(1, json.GetArrayLength());
    }

    [Fact]
    public void What_an_old_minute_says_is_not_how_it_is_now()
    {
        var provider = new Provider { Name = "acme", Kind = "chat", Origin = ProviderOrigin.Operator, Models = "[]", CancelPolicy = "estimate", CreatedAt = Noon, UpdatedAt = Noon };
        var latest = Minute("acme", HealthMinutes.MinuteOf(Noon), HealthState.Healthy);
        Assert.Equal(("healthy", "Healthy it is."), Of(StoredHealth.Of(provider, latest, Noon.AddMinutes(3))));
        Assert.Equal(("unknown", "No server has told of it since 2026-03-01 12:01:00Z; it was healthy then: Healthy it is."), Of(StoredHealth.Of(provider, latest, Noon.AddMinutes(3).AddSeconds(1))));
        Assert.Equal(("unknown", "No server has stored anything of it yet."), Of(StoredHealth.Of(provider, null, Noon)));
        provider.Enabled = false;
        Assert.Equal(("disabled", "An operator disabled it."), Of(StoredHealth.Of(provider, latest, Noon.AddMinutes(3))));
        Assert.Equal(("disabled", "An operator disabled it."), Of(StoredHealth.Of(provider, null, Noon)));

        static (string, string) Of(StoredHealth health) => (health.State, health.Reason);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task History_is_told_minute_by_minute_over_all_nodes(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        (await Verbs.RunAsync(database, Add)).Expect();
        var minute = HealthMinutes.MinuteOf(Noon);
        await StoreAsync(database, Minute("acme", minute, HealthState.Healthy), Minute("acme", minute, HealthState.Down, "b"), Minute("acme", minute + 1, HealthState.Degraded), Minute("acme", minute + 9, HealthState.Healthy));
        string[] asked = ["providers", "history", "acme", "--since", "2026-03-01T12:00:00Z", "--until", "2026-03-01T12:05:00Z"];
        var lines = (await Verbs.RunAsync(database, asked)).Expect().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("MINUTE ", lines[0], StringComparison.Ordinal);
        Assert.Matches("^2026-03-01 12:00:00Z +down +6 +2 +10 +20.5 +300 +400 +Down it is.$", lines[1]);
        Assert.Matches("^2026-03-01 12:01:00Z +degraded +3 +1 ", lines[2]);
        var items = JsonElement.Parse((await Verbs.RunAsync(database, [.. asked, "--json"])).Expect()).GetProperty("items");
        Assert.Equal(["down", "degraded"], items.EnumerateArray().Select(item => item.GetProperty("state").GetString()));
        Assert.Equal("Down it is.", items[0].GetProperty("reason").GetString());

        await StoreAsync(database, Minute("acme", HealthMinutes.MinuteOf(DateTimeOffset.UtcNow) - 30, HealthState.Healthy));
        Assert.Equal(2, (await Verbs.RunAsync(database, ["providers", "history", "acme"])).Expect().Split('\n').Length);
        var none = await Verbs.RunAsync(database, ["providers", "history", "acme", "--window", "10m"]);
        Assert.Equal("", none.Expect());
        Assert.Contains("No server stored anything of acme between", none.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no provider nobody", "providers", "health", "nobody")]
    [InlineData("There is no provider nobody", "providers", "history", "nobody")]
    [InlineData("There is no provider nobody", "providers", "show", "nobody")]
    [InlineData("There is no provider nobody; \"providers list\" shows what there is.", "providers", "check", "nobody")]
    [InlineData("--window must be a time up to 7d", "providers", "history", "acme", "--window", "8d")]
    [InlineData("--window must be a time up to 7d", "providers", "history", "acme", "--window", "0s")]
    [InlineData("--window cannot be given together", "providers", "history", "acme", "--window", "1h", "--since", "2026-03-01T12:00:00Z")]
    [InlineData("--since must be a time like", "providers", "history", "acme", "--since", "yesterday", "--until", "2026-03-01T12:00:00Z")]
    [InlineData("--until must be later than since", "providers", "history", "acme", "--since", "2026-03-01T12:00:00Z", "--until", "2026-03-01T11:00:00Z")]
    [InlineData("--since must be at most 7 days", "providers", "history", "acme", "--since", "2026-02-01T12:00:00Z", "--until", "2026-03-01T11:00:00Z")]
    public async Task What_cannot_be_told_is_one_line_and_exit_code_2(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, Add)).Expect();
        var refused = await Verbs.RunAsync(database, args);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        var line = Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("parley: " + says, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was changed", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_shown_with_all_it_has_and_of_its_credential_four_characters()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, [.. Add, "--model", "fast=acme-2", "--continues-turns", "--api-key-stdin", "--concurrency", "20", "--requests-per-minute", "1", "--idle-timeout", "1500ms", "--probe", "off"], answer: "sk-canary-0123-WXYZ\n")).Expect();
        var text = (await Verbs.RunAsync(database, ["providers", "show", "acme"])).Expect();
        Assert.StartsWith("acme (enabled, added by an operator)\n", text, StringComparison.Ordinal);
        foreach (var line in new[]
        {
            "^  kind +chat$", "^  base URL +https://acme.example/v1$", "^  private network +refused$", "^  credentials +\\.\\.\\.WXYZ, since 2", "^  models +m, continues turns$", "^ +fast = acme-2, continues turns$",
            "^  time limits +5 s to connect, 600 s to the answer's head, 1500 ms of silence$", "^  probes +off$", "^  limits +20 at once, 1 request a minute$", "^  cancel policy +estimate$",
        }) Assert.Contains(text.Split('\n'), shown => System.Text.RegularExpressions.Regex.IsMatch(shown, line));
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        var json = JsonElement.Parse((await Verbs.RunAsync(database, ["providers", "show", "acme", "--json"])).Expect());
        Assert.Equal(("acme", "operator", 1500), (json.GetProperty("name").GetString(), json.GetProperty("origin").GetString(), json.GetProperty("resilience").GetProperty("idleTimeoutMs").GetInt32()));
    }

    private static ProviderHealthMinute Minute(string provider, long minute, HealthState state, string node = "a") => new()
    {
        Provider = provider, Minute = minute, Node = node, State = state, Probes = 3, FailedProbes = 1, ProbeP50 = 10, ProbeP95 = 20.5, FirstTokenP50 = 300, FirstTokenP95 = 400,
        Reason = $"{state} it is.", Breaker = state == HealthState.Down ? "open" : "closed", ProbedAt = Noon, ProbeError = state == HealthState.Down ? "no answer" : null,
    };

    private static async Task StoreAsync(TestDatabase database, params ProviderHealthMinute[] minutes)
    {
        await using var db = database.CreateDbContext();
        db.AddRange(minutes);
        await db.SaveChangesAsync();
    }
}
