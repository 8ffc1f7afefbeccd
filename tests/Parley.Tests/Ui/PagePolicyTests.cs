using Parley.Ui.Rendering;

namespace Parley.Tests.Ui;

public sealed class PagePolicyTests
{
    [Fact]
    public void A_page_may_load_from_here_only_and_run_nothing_inline()
    {
        var policy = Parse(PagePolicy.For("abc", new Dictionary<string, string>()));
        Assert.Equal("'none'", policy["default-src"]);
        Assert.Equal("'self' 'nonce-abc'", policy["script-src"]);
        Assert.Equal("'self'", policy["style-src"]);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.Equal("'script'", policy["require-trusted-types-for"]);
        Assert.DoesNotContain(policy.Values, sources => sources.Contains("unsafe", StringComparison.Ordinal) || sources.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_that_needs_more_adds_to_it()
    {
        var policy = Parse(PagePolicy.For("abc", new Dictionary<string, string> { ["frame-src"] = "'self'", ["img-src"] = "https:" }));
        Assert.Equal("'self'", policy["frame-src"]);
        Assert.Equal("'self' data: blob: https:", policy["img-src"]);
    }

    private static Dictionary<string, string> Parse(string policy) =>
        policy.Split("; ").Select(part => part.Split(' ', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}
