using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Endpoints;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers history NAME</c>: how a provider was, minute by minute.</summary>
internal static class HistoryVerb
{
    private static readonly string[] Header = ["MINUTE", "STATE", ">PROBES", ">FAILED", ">PROBE P50", ">P95", ">FIRST TOKEN P50", ">P95", "REASON"];

    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var window = new Option<string?>("--window") { Description = "The time up to now, such as 15m, 6h or 7d (the most); 1h by default.", HelpName = "TIME" };
        var since = new Option<string?>("--since") { Description = "Instead of a window: from this time on, as 2026-01-31T12:00:00Z.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Up to this time; now by default.", HelpName = "TIME" };
        var json = VerbHost.Json();
        var command = new Command("history", "Shows how a provider was, minute by minute, as all running servers together saw it: the worst state and why, probes, response times in milliseconds.") { name, window, since, until, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var (from, to) = Window(parsed.GetValue(window), parsed.GetValue(since), parsed.GetValue(until), services.GetRequiredService<TimeProvider>().GetUtcNow());
            await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
            if (!await db.Set<Provider>().AnyAsync(p => p.Name == wanted, cancellationToken)) throw new UserError(VerbOutcome.NoProvider(wanted));
            var minutes = (await services.GetRequiredService<HealthHistory>().ReadAsync(wanted, from, to, cancellationToken)).Select(HealthMinuteView.Of).ToList();
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { Items = minutes });
            else if (minutes.Count > 0) await host.WriteLinesAsync(TextTable.Lines(Header, minutes.Select(Cells)));
            if (minutes.Count == 0) await host.Error.WriteLineAsync($"No server stored anything of {wanted} between {from:u} and {to:u}. Servers store a minute when it is over, and keep seven days.");
        }, cancellationToken));
        return command;
    }

    /// <summary>Throws a <see cref="UserError"/> that tells all that is wrong.</summary>
    internal static (DateTimeOffset Since, DateTimeOffset Until) Window(string? window, string? since, string? until, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        TimeSpan? length = null;
        if (window is not null && (since ?? until) is not null) errors["window"] = ["cannot be given together with --since or --until"];
        else if (window is not null && Duration.TryParse(window, out var time) && time > TimeSpan.Zero && time <= HealthHistory.Kept) length = time;
        else if (window is not null) errors["window"] = [string.Create(CultureInfo.InvariantCulture, $"must be a time up to {HealthHistory.Kept.TotalDays}d, such as 15m, 6h or 7d")];
        var asked = HealthQuery.Window(since, until, now, errors, length);
        return errors.Count == 0 ? asked : throw new UserError(string.Join(' ', errors.Select(e => $"--{e.Key} {string.Join(", ", e.Value)}.")));
    }

    private static string?[] Cells(HealthMinuteView minute) =>
    [
        $"{minute.At:u}", minute.State.ToString().ToLowerInvariant(), minute.Probes.ToString(CultureInfo.InvariantCulture), minute.FailedProbes.ToString(CultureInfo.InvariantCulture),
        HealthVerb.Ms(minute.ProbeP50Ms), HealthVerb.Ms(minute.ProbeP95Ms), HealthVerb.Ms(minute.FirstTokenP50Ms), HealthVerb.Ms(minute.FirstTokenP95Ms), minute.Reason,
    ];
}
