using Parley.Bench.Ledger;

return args switch
{
    ["ledger", .. var rest] => await LedgerBench.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project bench/Parley.Bench -- VERB
          ledger [--postgres CONNECTION] [--folder FOLDER] [--seconds N]   settlements a second, CPU a record, one commit
        """);
    return 2;
}
