using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers add | list | remove | check</c>.</summary>
internal static class ProviderVerbs
{
    public static Command Create(VerbHost host) => new("providers", "Adds, lists, removes and checks upstream providers.")
    {
        AddVerb.Create(host), List(host), Remove(host), CheckVerb.Create(host),
    };

    private static Command List(VerbHost host)
    {
        var command = new Command("list", "Lists all providers, tab-separated: name, kind, origin, base URL, credential, models (+ where they continue turns), cancel policy.");
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
            foreach (var row in await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).OrderBy(p => p.Name).ToListAsync(cancellationToken))
                await host.Output.WriteLineAsync(Line(row));
        }, cancellationToken));
        return command;
    }

    private static string Line(Provider row)
    {
        var view = Endpoints.ProviderView.Of(row);
        var models = view.Models.Count > 0 ? string.Join(',', view.Models.Select(Name))
            : view.DiscoveredAt is { } at ? $"any ({view.DiscoveredModels.Count} listed at {at:u})"
            : "any (its list was not read yet; GET /api/v1/providers of a running server says why)";
        string[] cells = [view.Name, view.Kind, view.Origin.ToString().ToLowerInvariant(), view.BaseUrl ?? "-", string.Join(',', view.ApiKeyHints.DefaultIfEmpty("-")), models, view.CancelPolicy];
        return string.Join('\t', cells);
    }

    private static string Name(ProviderModel model) => $"{model.Id}{(model.Id == model.UpstreamName ? "" : "=" + model.UpstreamName)}{(model.ContinuesTurns ? "+" : "")}";

    private static Command Remove(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var command = new Command("remove", "Removes a provider; running streams go on.") { name };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var found = await services.GetRequiredService<ProviderAdmission>().RemoveAsync(wanted, cancellationToken);
            if (found is null) throw new UserError($"There is no provider {wanted}; \"providers list\" shows what there is.");
            if (found.Origin != ProviderOrigin.Operator)
                throw new UserError($"{found.Name} was not removed: it is {found.Comes()} and would be back at the next start. {found.HowToRemove()}");
            await host.Error.WriteLineAsync($"Provider {wanted} is removed; running streams go on.");
        }, cancellationToken));
        return command;
    }
}
