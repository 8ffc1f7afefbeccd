using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What people see where there is nothing to see.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ErrorPageTests(Stage stage)
{
    [Fact]
    public async Task A_missing_page_says_so_in_words()
    {
        foreach (var look in Look.Widths)
        {
            await using var window = await stage.OpenAsync(look);
            var answer = await window.GoAsync("/nowhere/at/all");
            Assert.Equal(404, answer.Status);
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("There is nothing here");
            window.Forgive(); // the page itself is an answer of 404
            await window.SoundAsync("missing", full: false);
        }
    }

    [Fact]
    public async Task A_program_gets_a_problem_instead()
    {
        using var client = new HttpClient { BaseAddress = stage.Address };
        using var answer = await client.GetAsync(new Uri("/assets/nothing.js", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
    }
}
