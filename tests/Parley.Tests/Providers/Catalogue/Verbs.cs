using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>Runs verbs on a test's database.</summary>
internal static class Verbs
{
    /// <param name="database">Where.</param>
    /// <param name="args">The verb.</param>
    /// <param name="answer">What somebody at a terminal types; null for no terminal.</param>
    public static async Task<VerbResult> RunAsync(TestDatabase database, string[] args, string? answer = null)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddProviders(configuration).AddAllModelParts(),
            (services, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error, Input = new StringReader(answer ?? ""), IsTerminal = answer is not null };
        string[] where = ["--data", database.Options.DataFolder, .. database.Options.IsPostgres ? new[] { "--database", database.Options.Database } : []];
        var code = await CommandLine.RunAsync([.. args, .. where], _ => Task.FromResult(0), host, ProvidersSetup.ProvidersVerb, ProvidersSetup.CatalogVerb, ProvidersSetup.ModelsVerb);
        return new VerbResult(code, output.ToString(), error.ToString());
    }
}
