using System.Diagnostics;
using Parley.Billing.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

/// <summary>kill -9, again and again, at any moment: what was acknowledged is there, once; what was not settled is indeterminate.</summary>
public sealed class LedgerCrashTests
{
    private const int Rounds = 8;

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_killed_process_loses_nothing_that_it_acknowledged(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        HashSet<string> begun = [], settled = [];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var line in await KillAsync(database, TimeSpan.FromMilliseconds(150 + 37 * round))) (line[0] == 'S' ? settled : begun).Add(line[2..]);
        }

        Assert.True(settled.Count > 500 && begun.Count > 500, $"only {settled.Count} settlements were acknowledged");
        if (postgres) await Task.Delay(500); // PostgreSQL notices a killed client when it next reads from it.
        await using var rig = await LedgerRig.StartAsync(database);
        var rows = (await rig.RowsAsync()).ToDictionary(row => row.RequestId); // Throws when an id stands twice.
        Assert.Equal(0, await rig.JournalLengthAsync());
        Assert.All(settled, id => Assert.Equal(Outcomes.Completed, rows.GetValueOrDefault(id)?.Outcome));
        Assert.All(begun, id => Assert.NotNull(rows.GetValueOrDefault(id)?.Outcome));
        Assert.All(rows.Values, row => Assert.True(row.Outcome is Outcomes.Completed or Outcomes.Indeterminate));
        Assert.Contains(rows.Values, row => row.Outcome == Outcomes.Indeterminate);
        // A row that claims to be complete has its tokens: nothing is half there.
        Assert.All(rows.Values.Where(row => row.Outcome == Outcomes.Completed), row => Assert.Equal(1, row.Input));
    }

    /// <summary>Runs the victim for a while from its first acknowledgement on; returns the whole lines that came out.</summary>
    private static async Task<List<string>> KillAsync(TestDatabase database, TimeSpan life)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Parley.LedgerVictim.dll");
        using var victim = Process.Start(new ProcessStartInfo("dotnet", [program, database.Options.DataFolder, database.Options.Database]) { RedirectStandardOutput = true })!;
        if (await victim.StandardOutput.ReadLineAsync() is not { } first) throw new InvalidOperationException("The victim wrote nothing.");
        var rest = victim.StandardOutput.ReadToEndAsync();
        await Task.Delay(life);
        victim.Kill();
        await victim.WaitForExitAsync();
        var text = first + "\n" + await rest;
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
