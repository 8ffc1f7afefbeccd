using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Catalogue.Import;
using Parley.Providers.Catalogue.Lines;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary><c>catalog import FILE</c>.</summary>
internal static class ImportVerb
{
    private const string Kept = "Nothing was changed.";

    public static Command Create(VerbHost host)
    {
        var file = new Argument<string>("FILE") { Description = "Our CSV, or LiteLLM's model_prices_and_context_window.json." };
        var yes = new Option<bool>("--yes") { Description = "Applies it without asking." };
        var skip = new Option<bool>("--skip-refused") { Description = "Applies the rest when lines are refused; without it, one refused line refuses all." };
        var asOf = new Option<string?>("--as-of") { Description = "The day of a file that tells none (LiteLLM's), as 2026-10-24; today by default." };
        var command = new Command("import", "Shows what a file would change in the catalogue (+ added, ~ changed, ! refused, - passed over), and applies it when you say so.") { file, yes, skip, asOf };
        command.SetAction((parsed, cancellationToken) => host.RunFirstAsync(parsed, async services =>
        {
            var day = Day(parsed.GetValue(asOf), services.GetRequiredService<TimeProvider>());
            var store = services.GetRequiredService<CatalogueStore>();
            var (catalogue, version) = await store.ReadAsync(cancellationToken);
            var known = LineVocabulary.Of(SeedCatalogue.Lines, [.. catalogue.Sellers, .. await ProvidersAsync(services, cancellationToken)]);
            var read = await ImportFile.ReadAsync(parsed.GetRequiredValue(file), day, known, cancellationToken);
            var plan = ImportPlan.Make(catalogue, read, day);
            foreach (var line in ImportReport.Lines(plan, read)) await host.Output.WriteLineAsync(line);
            if (read.Refused.Count > 0 && !parsed.GetValue(skip))
                throw new UserError($"{Kept} {Counted.Are(read.Refused.Count, "line")} refused: correct {(read.Refused.Count == 1 ? "it" : "them")}, or apply the rest with --skip-refused.");
            if (plan.Changes.Count == 0)
            {
                await host.Error.WriteLineAsync("The catalogue says all of this already.");
                return;
            }

            await Confirmation.RequireAsync(host, parsed.GetValue(yes), "Apply this?", Kept, cancellationToken);
            var applied = await store.ApplyAsync(plan, version, cancellationToken);
            await host.Error.WriteLineAsync($"{Counted.Are(applied, "line")} imported. A running server uses {(applied == 1 ? "it" : "them")} within a second; \"catalog reset\" goes back to what Parley came with.");
        }, cancellationToken));
        return command;
    }

    private static async Task<List<string>> ProvidersAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync(cancellationToken);
        return await db.Set<Provider>().Select(p => p.Name).ToListAsync(cancellationToken);
    }

    private static DateOnly Day(string? text, TimeProvider time) =>
        text is null ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UserError($"--as-of must be a date such as 2026-10-24. {Kept}");
}
