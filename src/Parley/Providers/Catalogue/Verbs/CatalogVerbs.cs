using System.CommandLine;
using Parley.Providers.Catalogue.Import;
using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary><c>catalog list | show | import | reset</c>.</summary>
internal static class CatalogVerbs
{
    public static Command Create(VerbHost host) => new("catalog", "Shows and changes what Parley knows of models: facts, prices and their sources.")
    {
        List(host), Show(host), ImportVerb.Create(host), Reset(host),
    };

    private static Command List(VerbHost host)
    {
        var filters = new FilterFlags("Only of this seller.", "available (not deprecated), or deprecated: its maker takes it out of service.");
        var command = new Command("list", "Lists the catalogue, tab-separated: seller, model, mode, context, max output, price of a million tokens in and out (or of a unit), currency, confidence, date, capabilities.");
        filters.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var (catalogue, _) = await services.GetRequiredService<CatalogueStore>().ReadAsync(cancellationToken);
            var filter = filters.Read(parsed, catalogue);
            if (filter.State is "enabled" or "disabled")
                throw new UserError($"--state {filter.State} is said of models that can be called here: \"models list --state {filter.State}\". Of the catalogue, say available or deprecated.");
            List<CatalogueEntry> found = [.. catalogue.Entries.Where(entry => filter.Lets(entry.AsListed(now)))];
            foreach (var entry in found) await host.Output.WriteLineAsync(Line(entry, entry.PriceAt(now)));
            if (filter.Provider is { } seller && !catalogue.HasProvider(seller)) await host.Error.WriteLineAsync($"The catalogue has no seller {seller}; it has {string.Join(", ", catalogue.Sellers)}.");
            else if (found.Count == 0) await host.Error.WriteLineAsync("The catalogue has no model that passes these filters. What is not known of a model does not pass.");
        }, cancellationToken));
        return command;
    }

    private static Command Show(VerbHost host)
    {
        var model = new Argument<string>("MODEL") { Description = "As \"catalog list\" shows it, with or without its seller: gpt-5, openai/gpt-5." };
        var command = new Command("show", "Shows all that the catalogue knows of a model, with every price and its source.") { model };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var wanted = parsed.GetRequiredValue(model);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var (catalogue, _) = await services.GetRequiredService<CatalogueStore>().ReadAsync(cancellationToken);
            var found = catalogue.Entries.Where(e => Is(e, wanted)).ToList();
            if (found.Count == 0 && catalogue.Find(null, wanted) is { } near) found.Add(near.Entry);
            if (found.Count == 0) throw new UserError($"The catalogue has no model {wanted}; \"catalog list\" shows what it has.");
            foreach (var line in found.SelectMany(entry => EntryText.Details(entry, now))) await host.Output.WriteLineAsync(line);
        }, cancellationToken));
        return command;
    }

    private static Command Reset(VerbHost host)
    {
        var yes = new Option<bool>("--yes") { Description = "Does it without asking." };
        var command = new Command("reset", "Forgets all imported lines: the catalogue is what Parley came with. Settings of models stay.") { yes };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var store = services.GetRequiredService<CatalogueStore>();
            var count = await store.CountAsync(cancellationToken);
            if (count > 0) await Confirmation.RequireAsync(host, parsed.GetValue(yes), $"Forget {Counted.Of(count, "imported line")}?", "Nothing was changed.", cancellationToken);
            var gone = count > 0 ? await store.ResetAsync(cancellationToken) : 0;
            await host.Error.WriteLineAsync($"{Counted.Are(gone, "imported line")} forgotten; the catalogue is what Parley came with.");
        }, cancellationToken));
        return command;
    }

    private static bool Is(CatalogueEntry entry, string wanted) =>
        ModelSpelling.Listed(entry.Model).Any(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || $"{entry.Provider}/{name}".Equals(wanted, StringComparison.OrdinalIgnoreCase));

    private static string Line(CatalogueEntry entry, CatalogueLine? price)
    {
        string?[] cells =
        [
            entry.Provider, entry.Model, entry.Mode, EntryText.Number(entry.Context), EntryText.Number(entry.MaxOutput),
            price?.Unit is { } unit && price.UnitPrice is not null ? $"{EntryText.Number(price.UnitPrice)} a {unit}" : EntryText.Number(price?.Input), EntryText.Number(price?.Output), price?.Currency,
            (price ?? entry.Lines[0]).Confidence, (price ?? entry.Lines[0]).AsOf, entry.Capabilities.IsEmpty ? null : string.Join(',', entry.Capabilities),
        ];
        return string.Join('\t', cells.Select(cell => cell ?? "-"));
    }
}
