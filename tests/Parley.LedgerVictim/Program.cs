// Writes to the ledger until it is killed, and prints what was acknowledged: "I id" when an intent is durable, "S id"
// when a settlement is. Arguments: data folder, connection string (empty for SQLite).
using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Billing;
using Parley.Billing.Metering;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Parley:DataFolder"] = args[0],
    ["Parley:Database"] = args[1],
    ["Parley:Metering:BacklogBound"] = "300", // Projection runs between the commits, so that kills hit it too.
}).Build();
await using var services = new ServiceCollection().AddLogging().AddData(configuration).AddBilling(configuration).BuildServiceProvider();
await services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: true, CancellationToken.None);
await services.GetServices<IHostedService>().OfType<LedgerKeeper>().Single().StartAsync(CancellationToken.None);
var ledger = services.GetRequiredService<IUsageLedger>();

using var lines = new BlockingCollection<string>();
var printer = Task.Run(() =>
{
    using var output = Console.OpenStandardOutput();
    foreach (var line in lines.GetConsumingEnumerable()) output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
});

await Task.WhenAll(Enumerable.Range(0, 32).Select(async caller =>
{
    for (var i = 0; ; i++)
    {
        var id = RequestId.New(TimeProvider.System);
        var entry = ledger.Open(new UsageIntent
        {
            RequestId = id, At = TimeProvider.System.GetUtcNow(), Format = WireFormat.Chat, Operation = LlmOperation.Generate, ModelAsked = "m",
        });
        if (i % 3 != 0)
        {
            await entry.WhenDurableAsync(CancellationToken.None);
            lines.Add($"I {id}");
        }

        if (i % 5 == 4) continue; // Never settled.
        await entry.SettleAsync(new UsageSettlement { Outcome = CallOutcome.Completed, Provider = "p", Model = "m", Usage = new Usage(Input: 1, Output: caller) });
        lines.Add($"S {id}");
    }
}));
await printer;
