using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Endpoints;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers show NAME</c>: all that is stored of one.</summary>
internal static class ShowVerb
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var json = VerbHost.Json();
        var command = new Command("show", "Shows all of a provider: where it is, credentials by their last four characters, models, time limits and other figures in force.") { name, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
            var row = await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == wanted, cancellationToken)
                ?? throw new UserError(VerbOutcome.NoProvider(wanted));
            if (parsed.GetValue(json)) await host.WriteJsonAsync(ProviderView.Of(row));
            else await host.WriteLinesAsync(Lines(row));
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<string> Lines(Provider row)
    {
        var view = ProviderView.Of(row);
        var (resilience, limits) = (view.Resilience, view.Limits);
        return TextTable.Fields(
            ("kind", view.Kind),
            ("base URL", view.BaseUrl),
            ("private network", view.BaseUrl is null ? null : view.AllowPrivateNetwork ? "allowed" : "refused"),
            ("credentials", string.Join('\n', view.Credentials.Select(Credential).DefaultIfEmpty("none"))),
            ("models", view.Models.Count > 0 ? string.Join('\n', view.Models.Select(Model)) : "any of its own list"),
            ("its own list", view.DiscoveredAt is { } at ? $"{Counted.Of(view.DiscoveredModels.Count, "model")}, read at {at:u}" : "not read yet"),
            ("retries", resilience.MaxRetries.ToString(CultureInfo.InvariantCulture)),
            ("time limits", $"{Time(resilience.ConnectTimeoutMs)} to connect, {Time(resilience.FirstByteTimeoutMs)} to the answer's head, {Time(resilience.IdleTimeoutMs)} of silence"),
            ("breaker", resilience.Breaker ? "on" : "off"),
            ("probes", resilience.Probe ? $"every {Time(resilience.ProbeIntervalMs)}, {Time(resilience.ProbeTimeoutMs)} each" : "off"),
            ("limits", string.Join(", ", Limits(limits).DefaultIfEmpty("none"))),
            ("cancel policy", view.CancelPolicy),
            ("changed", $"{view.UpdatedAt:u}; added {view.CreatedAt:u}")).Prepend($"{view.Name} ({(view.Enabled ? "enabled" : "disabled")}, {row.Comes()})");
    }

    private static string Credential(CredentialView credential) =>
        $"{credential.Hint}{(credential.AddedAt is { } at ? $", since {at:u}" : "")}{(credential.ExpiresAt is { } end ? $", until {end:u}" : "")}";

    private static string Model(ProviderModel model) =>
        $"{model.Id}{(model.Id == model.UpstreamName ? "" : $" = {model.UpstreamName}")}{(model.ContinuesTurns ? ", continues turns" : "")}";

    private static IEnumerable<string> Limits(LimitsView limits)
    {
        if (limits.Concurrency > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{limits.Concurrency} at once");
        if (limits.RequestsPerMinute is { } requests) yield return $"{Counted.Of(requests, "request")} a minute";
        if (limits.TokensPerMinute is { } tokens) yield return $"{Counted.Of(tokens, "token")} a minute";
    }

    private static string Time(long milliseconds) => milliseconds % 1000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000} s") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms");
}
