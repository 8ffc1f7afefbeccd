using Parley.Simulator;

if (CommandLine.Read(args) is not { } options)
{
    Console.WriteLine(CommandLine.Help());
    return args.Contains("--help") ? 0 : 2;
}

await using var simulator = await SimulatorServer.StartAsync(options);
Console.WriteLine(CommandLine.Welcome(simulator.BaseAddress));
await simulator.WaitForShutdownAsync();
return 0;
