using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers add | set | list | show | models | credentials | enable | disable | check | health | history | remove</c>; other modules add theirs.</summary>
internal static class ProviderVerbs
{
    public static Command Create(VerbHost host) => new("providers", "Adds, changes, lists, watches and removes upstream providers.")
    {
        AddVerb.Create(host), SetVerb.Create(host), List(host), ShowVerb.Create(host), ModelsVerb.Create(host), CredentialsVerb.Create(host), Enable(host, true), Enable(host, false),
        CheckVerb.Create(host), HealthVerb.Create(host), HistoryVerb.Create(host), Remove(host),
    };

    private static Command List(VerbHost host)
    {
        var command = new Command("list", "Lists all providers, tab-separated: name, kind, origin, base URL, credentials, models (+ where they continue turns), cancel policy, enabled or disabled, and what differs from the defaults.");
        var json = VerbHost.Json();
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
            var rows = await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).OrderBy(p => p.Name).ToListAsync(cancellationToken);
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new { Items = rows.Select(row => Endpoints.ProviderView.Of(row)) });
            else await host.WriteLinesAsync(rows.Select(Line));
        }, cancellationToken));
        return command;
    }

    private static string Line(Provider row)
    {
        var view = Endpoints.ProviderView.Of(row);
        var models = view.Models.Count > 0 ? string.Join(',', view.Models.Select(Name))
            : view.DiscoveredAt is { } at ? $"any ({view.DiscoveredModels.Count} listed at {at:u})"
            : "any (its list was not read yet; GET /api/v1/providers of a running server says why)";
        string[] cells =
        [
            view.Name, view.Kind, view.Origin.ToString().ToLowerInvariant(), view.BaseUrl ?? "-", string.Join(',', view.ApiKeyHints.DefaultIfEmpty("-")), models, view.CancelPolicy,
            view.Enabled ? "enabled" : "disabled", string.Join(' ', Different(row).DefaultIfEmpty("-")),
        ];
        return string.Join('\t', cells);
    }

    private static string Name(ProviderModel model) => $"{model.Id}{(model.Id == model.UpstreamName ? "" : "=" + model.UpstreamName)}{(model.ContinuesTurns ? "+" : "")}";

    private static IEnumerable<string> Different(Provider row)
    {
        (string Name, object? Value)[] figures =
        [
            ("max-retries", row.MaxRetries), ("connect-timeout", Milliseconds(row.ConnectTimeoutMs)), ("first-byte-timeout", Milliseconds(row.FirstByteTimeoutMs)),
            ("idle-timeout", Milliseconds(row.IdleTimeoutMs)), ("breaker", Switch(row.Breaker)), ("probe", Switch(row.Probe)), ("probe-interval", Milliseconds(row.ProbeIntervalMs)),
            ("probe-timeout", Milliseconds(row.ProbeTimeoutMs)), ("concurrency", row.Concurrency), ("requests-per-minute", row.RequestsPerMinute), ("tokens-per-minute", row.TokensPerMinute),
        ];
        return figures.Where(f => f.Value is not null).Select(f => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{f.Name}={f.Value}"));
    }

    private static string? Milliseconds(int? figure) => figure is { } ms ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ms}ms") : null;

    private static string? Switch(bool? isOn) => isOn is { } on ? on ? "on" : "off" : null;

    private static Command Enable(VerbHost host, bool enabled)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var command = new Command(enabled ? "enable" : "disable", enabled
            ? "Lets a disabled provider serve again, from the next request on."
            : "Takes a provider out of use from the next request on; it stays listed, also after a restart, and running streams go on.") { name };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            VerbOutcome.Of(wanted, await services.GetRequiredService<ProviderAdmission>().EnableAsync(wanted, enabled, IfMatch.Any, cancellationToken));
            await host.Error.WriteLineAsync(enabled ? $"Provider {wanted} is enabled." : $"Provider {wanted} is disabled; running streams go on.");
        }, cancellationToken));
        return command;
    }

    private static Command Remove(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var command = new Command("remove", "Removes a provider; running streams go on.") { name };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            VerbOutcome.Of(wanted, await services.GetRequiredService<ProviderAdmission>().RemoveAsync(wanted, IfMatch.Any, cancellationToken), ProviderOrigins.KeptBecause);
            await host.Error.WriteLineAsync($"Provider {wanted} is removed; running streams go on.");
        }, cancellationToken));
        return command;
    }
}
