using System.CommandLine;
using System.Globalization;
using Parley.Gateway.Ports;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary><c>models show</c>: who serves a model, what is known of it, and what an operator decided.</summary>
internal static class ModelShowVerb
{
    public static Command Create(VerbHost host)
    {
        var id = new Argument<string>("ID") { Description = "As \"models list\" shows it, or one of its aliases." };
        var json = VerbHost.Json();
        var command = new Command("show", "Shows who serves a model, what is known of it, every price with its source, and what was decided about it here.") { id, json };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(id);
            var directory = await ModelVerbs.DirectoryAsync(services, cancellationToken);
            var model = directory.Find(wanted) ?? directory.Models.FirstOrDefault(m => m.Settings.Aliases.Contains(wanted))
                ?? throw new UserError($"There is no model {wanted}; \"models list\" shows what there is. \"catalog show\" tells of models that no provider here serves.");
            if (parsed.GetValue(json)) await host.WriteJsonAsync(ModelView.Of(model));
            else await host.WriteLinesAsync(Lines(model, services.GetRequiredService<TimeProvider>().GetUtcNow()));
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<string> Lines(ListedModel model, DateTimeOffset now)
    {
        var view = ModelView.Of(model);
        List<string> prices = [.. model.Providers.Where(p => p.Match is { IsPriced: true }).Select(p => p.Match!.Entry).Distinct().SelectMany(entry => EntryText.PriceLines(entry, now))];
        return TextTable.Fields(
            ("providers", string.Join('\n', model.Providers.Select(p => p.UpstreamName == model.Id ? p.Name : $"{p.Name} = {p.UpstreamName}"))),
            ("aliases", view.Aliases.Count > 0 ? string.Join(", ", view.Aliases) : null),
            ("mode", view.Mode),
            ("context", Size(model.Settings.ContextWindow, model.Facts?.Context)),
            ("max output", Size(model.Settings.MaxOutputTokens, model.Facts?.MaxOutput)),
            ("takes", view.Modalities is { } takes ? string.Join(", ", takes.Input) : null),
            ("gives", view.Modalities is { } gives ? string.Join(", ", gives.Output) : null),
            ("can", view.Capabilities is { } can ? string.Join(", ", can) : "unknown"),
            ("deprecation", view.DeprecationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("limits", view.Limits is { } limits ? string.Join(", ", Limits(limits)) : null),
            ("prices", prices.Count > 0 ? string.Join('\n', prices) : "unknown")).Prepend($"{model.Id} ({model.State})");
    }

    private static string Size(long? decided, long? known) => (decided, known) switch
    {
        ({ } here, { } fact) => string.Create(CultureInfo.InvariantCulture, $"{here} (set here; the catalogue says {fact})"),
        ({ } here, null) => string.Create(CultureInfo.InvariantCulture, $"{here} (set here)"),
        (null, { } fact) => fact.ToString(CultureInfo.InvariantCulture),
        _ => "unknown",
    };

    private static IEnumerable<string> Limits(CallerLimits limits)
    {
        if (limits.RequestsPerMinute is { } requests) yield return $"{Counted.Of(requests, "request")} a minute";
        if (limits.TokensPerMinute is { } tokens) yield return $"{Counted.Of(tokens, "token")} a minute";
        if (limits.Concurrency is { } running) yield return $"{Counted.Of(running, "request")} at once";
    }
}
