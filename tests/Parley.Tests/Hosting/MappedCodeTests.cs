using System.Globalization;

namespace Parley.Tests.Hosting;

public sealed class MappedCodeTests
{
    private const string Library = "7f0c4a6cb000-7f0c4a720000 r-xp 00001000 fe:00 1234                       /usr/lib/x y.so";

    [Theory]
    [InlineData(Library, 0, true)]
    [InlineData("7f0c4a6cb000-7f0c4a720000 r--p 00000000 fe:00 1234                       /usr/lib/x.so", 0, true)]
    [InlineData(Library, 4, false)] // something in it was written: the file does not hold it
    [InlineData("7f0c4a6cb000-7f0c4a720000 rw-p 00001000 fe:00 1234                       /usr/lib/x.so", 0, false)]
    [InlineData("7f0c4a6cb000-7f0c4a720000 r--s 00001000 fe:00 1234                       /usr/lib/x.so", 0, false)]
    [InlineData("7f0c4a6cb000-7f0c4a720000 r-xp 00001000 fe:00 1234                       /usr/lib/x.so (deleted)", 0, false)]
    [InlineData("7f0c4a6cb000-7f0c4a720000 r-xp 00000000 00:00 0 ", 0, false)]
    [InlineData("7f0c4a6cb000-7f0c4a720000 r-xp 00000000 00:00 0                          [vdso]", 0, false)]
    public void Only_what_the_file_holds_whole_may_be_given_back(string head, int anonymous, bool may)
    {
        string[] smaps = ["55e5-55e6 rw-p 00000000 00:00 0 ", "Anonymous:             8 kB", head, "Size:                340 kB", "Rss:                 120 kB", $"Anonymous:             {anonymous} kB", "VmFlags: rd ex mr mw me"];
        Assert.Equal(may ? [head] : [], MappedCode.Unchanged(smaps));
    }

    /// <summary>This very process gives back its code, and goes on.</summary>
    [Fact]
    public void Given_back_code_is_there_when_it_is_needed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The list of mappings is Linux's.");
        var unchanged = MappedCode.Unchanged();
        Assert.NotEmpty(unchanged);
        var before = Resident(unchanged);
        MappedCode.GiveBack([]);
        Assert.True(Resident(unchanged) > before / 2); // nothing that was not seen before
        // Tests beside this one run in the same process, and their code comes back at once: seen in one of several tries.
        var least = Enumerable.Range(0, 5).Min(_ =>
        {
            MappedCode.GiveBack(unchanged);
            return Resident(unchanged);
        });
        Assert.True(least < before / 2, "Less than half of the pages should have come back by now.");
        Assert.Equal("1,5", string.Create(CultureInfo.InvariantCulture, $"{1},{5}"));
    }

    /// <summary>KiB of these mappings in memory.</summary>
    private static long Resident(HashSet<string> mappings)
    {
        var (sum, isOne) = (0L, false);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (mappings.Contains(line)) isOne = true;
            else if (isOne && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                sum += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
                isOne = false;
            }
        }

        return sum;
    }
}
