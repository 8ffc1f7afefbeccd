using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Sdk;

/// <summary>Runs the suite of the npm SDKs (<c>tests/sdk-node</c>) against the same stage.</summary>
[Collection(SdkTests.Name), Trait("Pace", "slow")]
public sealed partial class NpmSdkTests(SdkStage stage, ITestOutputHelper output)
{
    private const int KnownTests = 790;
    private static readonly string Suite = Path.Combine(Repository.Root, "tests/sdk-node");

    [Fact]
    public async Task All_tests_of_the_npm_SDKs_pass()
    {
        Assert.True(Directory.Exists(Path.Combine(Suite, "node_modules")), "The SDKs are not installed. Run: npm ci --prefix tests/sdk-node");
        var report = await RunAsync();
        output.WriteLine(report);
        var (passed, failed) = (Figure(report, "pass"), Figure(report, "fail"));
        // ./test.sh adds these to its sum.
        if (Environment.GetEnvironmentVariable("PARLEY_NPM_SUMMARY") is { Length: > 0 } summary)
            await File.WriteAllTextAsync(summary, string.Create(CultureInfo.InvariantCulture, $"{passed} {failed}\n"));
        Assert.True(failed == 0, string.Join('\n', report.Split('\n').Where(l => l.TrimStart().StartsWith("not ok", StringComparison.Ordinal))));
        Assert.True(passed >= KnownTests, $"only {passed} of {KnownTests} tests ran");
    }

    private async Task<string> RunAsync()
    {
        var start = new ProcessStartInfo("node", ["--test", "--test-concurrency=1", "--test-reporter=tap", "test/"])
        {
            WorkingDirectory = Suite,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PARLEY_URL"] = stage.Parley.BaseAddress.ToString().TrimEnd('/');
        start.Environment["PARLEY_KEY"] = stage.Key;
        start.Environment["PARLEY_SPENT_KEY"] = await stage.SpentAsync();
        start.Environment["SIMULATOR_URL"] = stage.Simulator.BaseAddress.ToString().TrimEnd('/');
        using var node = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            var texts = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
            return string.Concat(texts);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    private static int Figure(string report, string name) =>
        Summary().Matches(report).Where(m => m.Groups[1].Value == name).Select(m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)).LastOrDefault();

    [GeneratedRegex(@"^# (pass|fail) (\d+)", RegexOptions.Multiline)]
    private static partial Regex Summary();
}
