using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers health [NAME]</c>: what running servers stored of how providers are.</summary>
internal static class HealthVerb
{
    private static readonly string[] Header = ["NAME", "STATE", "BREAKER", "AS OF", "LAST PROBE", ">PROBE P50", ">P95", ">FIRST TOKEN P50", ">P95", "REASON"];

    public static Command Create(VerbHost host)
    {
        var name = new Argument<string?>("NAME") { Description = "As \"providers list\" shows it; all providers without.", Arity = ArgumentArity.ZeroOrOne };
        var json = VerbHost.Json();
        var command = new Command("health", "Shows how providers are, as running servers store it once a minute: the worst state of the latest minute, why, breaker, last probe, response times in milliseconds.") { name, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var found = await ReadAsync(services, parsed.GetValue(name), cancellationToken);
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { Items = found });
            else await host.WriteLinesAsync(TextTable.Lines(Header, found.Select(Cells)));
            await host.Error.WriteLineAsync("This is what running servers stored, once a minute. \"providers check\" asks a provider now; GET /api/v1/providers/health tells how it is this moment.");
        }, cancellationToken));
        return command;
    }

    private static async Task<List<StoredHealth>> ReadAsync(IServiceProvider services, string? wanted, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Provider>().AsNoTracking().Where(p => wanted == null || p.Name == wanted).OrderBy(p => p.Name).ToListAsync(cancellationToken);
        if (wanted is not null && rows.Count == 0) throw new UserError(VerbOutcome.NoProvider(wanted));
        var (history, now) = (services.GetRequiredService<HealthHistory>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        List<StoredHealth> found = [];
        foreach (var row in rows) found.Add(StoredHealth.Of(row, await history.LatestAsync(row.Name, cancellationToken), now));
        return found;
    }

    private static string?[] Cells(StoredHealth health) =>
    [
        health.Name, health.State, health.Breaker, $"{health.AsOf:u}", health.ProbedAt is { } at ? $"{at:u} {(health.ProbeError is null ? "answered" : "failed")}" : null,
        Ms(health.ProbeP50Ms), Ms(health.ProbeP95Ms), Ms(health.FirstTokenP50Ms), Ms(health.FirstTokenP95Ms),
        health.ProbeError is { } error && !health.Reason.Contains(error, StringComparison.Ordinal) ? $"{health.Reason} Last probe: {error}" : health.Reason,
    ];

    internal static string? Ms(double? milliseconds) => milliseconds?.ToString("0.#", CultureInfo.InvariantCulture);
}
