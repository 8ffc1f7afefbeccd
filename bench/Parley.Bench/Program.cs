using Parley.Bench.Conversations;
using Parley.Bench.Feed;
using Parley.Bench.Ledger;
using Parley.Bench.Load;
using Parley.Bench.Promises;

return args switch
{
    ["ledger", .. var rest] => await LedgerBench.RunAsync(rest),
    ["load", .. var rest] => await LoadBench.RunAsync(rest),
    ["start", .. var rest] => await StartBench.RunAsync(rest),
    ["translate", .. var rest] => await TranslateBench.RunAsync(rest),
    ["promises", .. var rest] => await PromisesBench.RunAsync(rest),
    ["conversations", .. var rest] => await ConversationBench.RunAsync(rest),
    ["feed", .. var rest] => await FeedBench.RunAsync(rest),
    ["first-token", .. var rest] => await FirstTokenBench.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project bench/Parley.Bench -- VERB
          ledger [--postgres CONNECTION] [--folder FOLDER] [--seconds N]   settlements a second, CPU a record, one commit
          translate [--rounds N] [--seconds N]   CPU a chunk of all pairs of formats, beside the stream that passes as it is
          load [--cases A,B] [--targets direct,yarp,parley] [--rounds N] [--seconds N]   requests a second, delays, CPU and memory beside YARP's
          promises [--cases A,B] [--calls N] [--connections N]   what happens when providers fail, die, are slow or have too much to do
          conversations [--messages N] [--calls N] [--database CONNECTION]   search, list and a long chat at 100,000 messages
          feed [--people N] [--answers N] [--rounds N] [--html] [--database CONNECTION]   people who follow their feeds while answers are made: memory, and time from token to reader
          start [--starts N]   from the start until it is ready, and memory when nobody is there
          first-token [--calls N] [--database CONNECTION]   how long an answer's first token takes to a tab
        """);
    return 2;
}
