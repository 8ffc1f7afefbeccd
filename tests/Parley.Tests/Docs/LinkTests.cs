using Parley.Tests.Infrastructure;

namespace Parley.Tests.Docs;

public sealed class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        List<string> broken = [];
        var seen = 0;
        foreach (var page in Page.All)
        {
            foreach (var link in page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                seen++;
                var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
                var target = path.Length == 0 ? Path.Combine(Repository.Root, page.Name) : Path.GetFullPath(Path.Combine(page.Folder, path));
                if (!File.Exists(target) && !Directory.Exists(target)) broken.Add($"{page.Name}: {link}");
                else if (anchor is not null && !AnchorsOf(target).Contains(anchor)) broken.Add($"{page.Name}: {link} (no such heading)");
            }
        }

        Assert.True(seen > 20);
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        HashSet<string> reached = [];
        var open = new Stack<string>(["README.md"]);
        while (open.TryPop(out var name))
        {
            if (!reached.Add(name) || Page.All.FirstOrDefault(page => page.Name == name) is not { } page) continue;
            foreach (var link in page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                var target = Path.GetFullPath(Path.Combine(page.Folder, link.Split('#')[0]));
                var files = Directory.Exists(target) ? Directory.GetFiles(target, "*.md") : [target];
                foreach (var file in files) open.Push(Path.GetRelativePath(Repository.Root, file));
            }
        }

        Assert.Empty(Page.All.Select(page => page.Name).Except(reached));
    }

    [Fact]
    public void Decisions_have_numbers_of_their_own_which_their_headings_repeat()
    {
        var decisions = Page.All.Where(page => page.Name.Contains("decisions", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(decisions);
        var numbers = decisions.Select(page => int.Parse(Path.GetFileName(page.Name).Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.All(decisions.Zip(numbers), pair => Assert.StartsWith($"# {pair.Second}. ", pair.First.Text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> AnchorsOf(string file) =>
        Page.All.FirstOrDefault(page => Path.Combine(Repository.Root, page.Name) == file)?.Anchors ?? [];
}
