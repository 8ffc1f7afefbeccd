using System.Globalization;
using System.Runtime.CompilerServices;
using Parley.Fuzz;
using Parley.Fuzz.Engine;

// dotnet run -c Release --project tests/Parley.Fuzz -- TARGET|all [--seconds N | --inputs N] [--seed S]
// Without a length for all of them (as test.sh calls it): a short run, each target its own number of inputs, with the summary line of the other runners.
Coverage.Begin();
return Start(args);

[MethodImpl(MethodImplOptions.NoInlining)] // the engine must not be loaded before it is instrumented
static int Start(string[] args)
{
    var name = args is [{ Length: > 0 } first, ..] && first[0] != '-' ? first : "all";
    var isShort = name == "all" && !args.Contains("--seconds") && !args.Contains("--inputs");
    var chosen = AllTargets.List.Where(t => name == "all" || t.Name == name).ToList();
    if (chosen.Count == 0)
    {
        Console.Error.WriteLine($"There is no target '{name}'. Targets: all {string.Join(' ', AllTargets.List.Select(t => t.Name))}");
        return 2;
    }

    using var watchdog = new Watchdog();
    var (total, failed) = (0, 0);
    var start = TimeProvider.System.GetTimestamp();
    foreach (var target in chosen)
    {
        var campaign = new Campaign(target, (int)Number(args, "--seed", 1), LengthOf(target), watchdog);
        campaign.Run();
        total += 1 + campaign.Regressions;
        failed += campaign.Broken + (campaign.FoundNew ? 1 : 0);
    }

    var took = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   Parley.Fuzz  Total: {total}, Errors: 0, Failed: {failed}, Skipped: 0, Not Run: 0, Time: {took:0.000}s"));
    return failed == 0 ? 0 : 1;

    // test.sh --quick leaves out what is slow: here, four inputs in five.
    Length LengthOf(Target target) => isShort ? new(args.Contains("Pace=slow") ? target.ShortRun / 5 : target.ShortRun, default)
        : args.Contains("--inputs") ? new((int)Number(args, "--inputs", 1000), default) : new(null, TimeSpan.FromSeconds(Number(args, "--seconds", 60)));
}

static double Number(string[] args, string name, double otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
