using System.CommandLine;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary><c>models capabilities</c>: which model can do what.</summary>
internal static class CapabilitiesVerb
{
    public static Command Create(VerbHost host)
    {
        var filters = ModelVerbs.Filters();
        var json = VerbHost.Json();
        var command = new Command("capabilities", "Shows which model can do what; a dash where nothing is known of it.") { json };
        filters.AddTo(command);
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var directory = await ModelVerbs.DirectoryAsync(services, cancellationToken);
            var filter = filters.Read(parsed, directory.Knowledge.Catalogue);
            List<ListedModel> found = [.. directory.Models.Where(filter.Lets)];
            List<string> columns = [.. directory.Knowledge.Catalogue.Capabilities.Where(c => found.Any(m => m.Capabilities.Contains(c)))];
            List<CapabilityRow> rows = [.. found.Select(m => CapabilityRow.Of(m, columns))];
            if (parsed.GetValue(json)) await host.WriteJsonAsync(new CapabilityTable(columns, rows, null));
            else if (rows.Count > 0) await host.WriteLinesAsync(TextTable.Lines(["MODEL", "STATE", .. columns.Select(c => c.ToUpperInvariant())], rows.Select(row => Cells(row, columns))));
            await ModelVerbs.TellWhenEmptyAsync(host, directory, found.Count);
        }, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string?> Cells(CapabilityRow row, List<string> columns) =>
        [row.Id, row.State, .. columns.Select(c => row.Can is not { } can ? null : can[c] ? "yes" : "no")];
}
