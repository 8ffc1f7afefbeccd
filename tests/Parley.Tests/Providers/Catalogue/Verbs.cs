using Microsoft.Extensions.DependencyInjection;
using Parley.Billing;
using Parley.Identity;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>Runs verbs on a test's database, with the services and the verbs of the binary.</summary>
internal static class Verbs
{
    /// <param name="database">Where.</param>
    /// <param name="args">The verb.</param>
    /// <param name="answer">What somebody at a terminal types; null for no terminal.</param>
    public static async Task<VerbResult> RunAsync(TestDatabase database, string[] args, string? answer = null)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new VerbHost(
            (services, configuration) =>
            {
                Modules.AddForVerbs(services, configuration);
            }, Modules.PrepareForVerbsAsync)
        { Output = output, Error = error, Input = new StringReader(answer ?? ""), IsTerminal = answer is not null };
        string[] where = ["--data", database.Options.DataFolder, .. database.Options.IsPostgres ? new[] { "--database", database.Options.Database } : []];
        var code = await CommandLine.RunAsync([.. args, .. where], _ => Task.FromResult(0), host,
            IdentitySetup.KeysVerb, ProvidersSetup.ProvidersVerb, ProvidersSetup.RoutesVerb, ProvidersSetup.CatalogVerb, ProvidersSetup.ModelsVerb, BillingSetup.StatsVerb);
        return new VerbResult(code, output.ToString(), error.ToString());
    }
}
