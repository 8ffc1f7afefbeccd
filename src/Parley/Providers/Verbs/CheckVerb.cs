using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Routing;
using Parley.Providers.Discovery;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Verbs;

/// <summary><c>providers check [NAME]</c>: asks the provider itself, or all that are enabled, from here, whether a server runs or not.</summary>
internal static class CheckVerb
{
    private static readonly TimeSpan ForTheList = TimeSpan.FromSeconds(10);

    public static Command Create(VerbHost host)
    {
        var name = new Argument<string?>("NAME") { Description = "As \"providers list\" shows it; without it, all that are enabled are asked.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Asks a provider for its list of models, once with each credential; a line each, tab-separated: (provider, where all are asked,) credential, state, milliseconds, what it said. Ends with 2 when one takes none.") { name };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetValue(name);
            var registry = services.GetRequiredService<ProviderRegistry>();
            await registry.ReloadAsync(cancellationToken);
            List<ProviderDefinition> asked = [.. registry.Definitions.Where(p => wanted is null ? p.Enabled : p.Name == wanted).OrderBy(p => p.Name, StringComparer.Ordinal)];
            if (wanted is not null && asked.Count == 0) throw new UserError(await WhyNotAsync(wanted, services, cancellationToken));
            List<string> down = [];
            foreach (var provider in asked)
            {
                if (await CheckAsync(provider, wanted is null ? provider.Name + "\t" : "", services, host, cancellationToken) is { } error) down.Add($"Provider {provider.Name} is down: {error}.");
            }

            if (down.Count > 0) throw new UserError(string.Join(' ', down));
        }, cancellationToken));
        return command;
    }

    /// <summary>Why it is down; null when it is not.</summary>
    private static async Task<string?> CheckAsync(ProviderDefinition provider, string before, IServiceProvider services, VerbHost host, CancellationToken cancellationToken)
    {
        if (provider.Kind == "demo")
        {
            await host.Output.WriteLineAsync($"{before}-\thealthy\t0\tit is part of Parley");
            return null;
        }

        var upstream = provider.ToUpstream();
        var client = services.GetRequiredService<ModelListClient>();
        var errors = new List<string>();
        var prober = services.GetRequiredService<Prober>();
        UpstreamCredential?[] credentials = [.. upstream.Credentials.Cast<UpstreamCredential?>().DefaultIfEmpty(null)];
        foreach (var credential in credentials)
        {
            var result = await prober.ProbeAsync(upstream, credential, ProbeSettings.Of(provider).Timeout, cancellationToken);
            if (result.Error is { } error) errors.Add(error);
            // With this line's credential: a vendor may show each account other models.
            var said = result.Error ?? await ModelsAsync(provider, credential, client, cancellationToken);
            string[] cells = [credential?.Key.Hint ?? "-", result.Error is null ? "healthy" : "down", result.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), said];
            await host.Output.WriteLineAsync(before + string.Join('\t', cells));
        }

        return errors.Count == credentials.Length ? errors[^1] : null;
    }

    /// <summary>One that is listed but cannot be used has credentials that cannot be opened.</summary>
    private static async Task<string> WhyNotAsync(string name, IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
        return await db.Set<Provider>().AnyAsync(p => p.Name == name, cancellationToken)
            ? $"Provider {name} cannot be asked: its credentials cannot be opened with this key ring. \"providers credentials {name}\" gives it new ones."
            : VerbOutcome.NoProvider(name);
    }

    private static async Task<string> ModelsAsync(ProviderDefinition provider, UpstreamCredential? credential, ModelListClient client, CancellationToken cancellationToken)
    {
        try
        {
            return $"it lists {Counted.Of((await client.ReadAsync(provider, credential, ForTheList, cancellationToken)).Count, "model")}";
        }
        catch (ModelListException problem)
        {
            return $"its list of models cannot be read: {problem.Message}";
        }
    }
}
