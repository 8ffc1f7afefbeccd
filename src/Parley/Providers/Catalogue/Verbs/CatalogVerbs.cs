using System.CommandLine;
using System.Globalization;
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
        var provider = new Option<string?>("--provider") { Description = "Only of this seller." };
        var capability = new Option<string[]>("--capability") { Description = "Only what can do this; repeatable for several at once." };
        var context = new Option<long?>("--min-context") { Description = "Only with at least this many tokens of context." };
        var input = new Option<decimal?>("--max-input-price") { Description = "At most this for a million tokens of the prompt, in US dollars." };
        var command = new Command("list", "Lists the catalogue, tab-separated: seller, model, mode, context, max output, price of a million tokens in and out (or of a unit), currency, confidence, date, capabilities.")
        {
            provider, capability, context, input,
        };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var (catalogue, _) = await services.GetRequiredService<CatalogueStore>().ReadAsync(cancellationToken);
            if ((parsed.GetValue(capability) ?? []).FirstOrDefault(wanted => !catalogue.Capabilities.Contains(wanted)) is { } unknown)
                throw new UserError($"--capability {unknown} is none that the catalogue knows; it knows {string.Join(", ", catalogue.Capabilities)}.");
            foreach (var entry in catalogue.Entries)
            {
                var price = entry.PriceAt(now);
                if (parsed.GetValue(provider) is { } seller && !entry.Provider.Equals(seller, StringComparison.OrdinalIgnoreCase)) continue;
                if ((parsed.GetValue(capability) ?? []).Any(wanted => !entry.Capabilities.Contains(wanted))) continue;
                if (parsed.GetValue(context) is { } least && !(entry.Context >= least)) continue;
                if (parsed.GetValue(input) is { } most && !(price is { Currency: "USD" } && price.Input <= most)) continue;
                await host.Output.WriteLineAsync(Line(entry, price));
            }
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
            foreach (var line in found.SelectMany(entry => Details(entry, now))) await host.Output.WriteLineAsync(line);
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
            if (count > 0) await Confirmation.RequireAsync(host, parsed.GetValue(yes), $"Forget {count} imported lines?", "Nothing was changed.", cancellationToken);
            await host.Error.WriteLineAsync($"{(count > 0 ? await store.ResetAsync(cancellationToken) : 0)} imported lines are forgotten; the catalogue is what Parley came with.");
        }, cancellationToken));
        return command;
    }

    private static bool Is(CatalogueEntry entry, string wanted) =>
        ModelSpelling.Listed(entry.Model).Any(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || $"{entry.Provider}/{name}".Equals(wanted, StringComparison.OrdinalIgnoreCase));

    private static string Line(CatalogueEntry entry, CatalogueLine? price)
    {
        string?[] cells =
        [
            entry.Provider, entry.Model, entry.Mode, Number(entry.Context), Number(entry.MaxOutput),
            price?.Unit is { } unit && price.UnitPrice is not null ? $"{Number(price.UnitPrice)} a {unit}" : Number(price?.Input), Number(price?.Output), price?.Currency,
            (price ?? entry.Lines[0]).Confidence, (price ?? entry.Lines[0]).AsOf, entry.Capabilities.IsEmpty ? null : string.Join(',', entry.Capabilities),
        ];
        return string.Join('\t', cells.Select(cell => cell ?? "-"));
    }

    private static IEnumerable<string> Details(CatalogueEntry entry, DateTimeOffset now)
    {
        yield return $"{entry.Provider}/{entry.Model} ({entry.Mode})";
        yield return $"  context {Number(entry.Context) ?? "unknown"}, max output {Number(entry.MaxOutput) ?? "unknown"}, deprecation {entry.DeprecationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown"}";
        yield return $"  can {(entry.Capabilities.IsEmpty ? "unknown" : string.Join(", ", entry.Capabilities))}";
        var price = entry.PriceAt(now);
        foreach (var line in entry.Lines)
        {
            yield return $"  {(line == price ? "*" : " ")} {Prices(line)}{(line.Condition is { } condition ? $"; {condition}" : "")}{Time(line)}";
            yield return $"      {(line.IsImported ? "imported; " : "")}confidence {line.Confidence}, {line.AsOf}, {line.Source}{(line.Notes is { } notes ? $"; {notes}" : "")}";
        }

        if (price is not null) yield return "  * is what an ordinary request pays now";
    }

    private static string Prices(CatalogueLine line)
    {
        (string Name, decimal? Price)[] all = [("input", line.Input), ("output", line.Output), ("cache read", line.CacheRead), ("cache write", line.CacheWrite), ($"a {line.Unit}", line.UnitPrice)];
        var known = string.Join(", ", all.Where(p => p.Price is not null).Select(p => $"{p.Name} {Number(p.Price)}"));
        return known.Length == 0 ? "price unknown" : $"{known} {line.Currency}";
    }

    private static string Time(CatalogueLine line) =>
        (line.From is { } from ? string.Create(CultureInfo.InvariantCulture, $"; from {from:yyyy-MM-dd HH:mm}") : "") + (line.To is { } to ? string.Create(CultureInfo.InvariantCulture, $"; until {to:yyyy-MM-dd HH:mm}") : "");

    private static string? Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);
}
