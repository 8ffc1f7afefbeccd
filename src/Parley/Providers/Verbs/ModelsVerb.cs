using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Discovery;
using Parley.Providers.Endpoints;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers models NAME [--refresh]</c></summary>
internal static class ModelsVerb
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "As \"providers list\" shows it." };
        var refresh = new Option<bool>("--refresh") { Description = "Reads the provider's own list first." };
        var command = new Command("models", "Lists a provider's models, tab-separated: name, upstream name, registered or discovered, served or not.") { name, refresh };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var row = parsed.GetValue(refresh) ? await RefreshedAsync(services, wanted, host, cancellationToken) : await FindAsync(services, wanted, cancellationToken);
            if (row is null) throw new UserError(VerbOutcome.NoProvider(wanted));
            foreach (var model in ProviderModelView.Of(row))
                await host.Output.WriteLineAsync($"{model.Id}\t{model.UpstreamName}\t{Origin(model)}\t{(model.Served ? "served" : "not served")}");
        }, cancellationToken));
        return command;
    }

    private static string Origin(ProviderModelView model) => model switch
    {
        { Registered: false } => "discovered",
        { Discovered: false } => "registered, not in the provider's list",
        _ => "registered",
    };

    private static async Task<Provider?> RefreshedAsync(IServiceProvider services, string name, VerbHost host, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<ModelRefresh>().RunAsync(name, cancellationToken);
        if (result.Error is { } error) throw new UserError($"The models of provider {name} cannot be listed: {error}. What was known stays.");
        if (result.Row is not null) await host.Error.WriteLineAsync($"Read: {result.Added!.Count} new, {result.Removed!.Count} gone.");
        return result.Row;
    }

    private static async Task<Provider?> FindAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
        return await db.Set<Provider>().AsNoTracking().SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
    }
}
