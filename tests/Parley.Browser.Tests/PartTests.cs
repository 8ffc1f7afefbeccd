using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>htmx acts on what the server marked with the page's nonce, and on nothing else.</summary>
[Collection(InTheBrowser.Name)]
public sealed class PartTests(Stage stage)
{
    [Fact]
    public async Task Parts_load_into_a_page_and_go_on_loading()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/design");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load a part" }).ClickAsync();
        await Expect(window.Page.GetByText("This is part 1.")).ToBeVisibleAsync();
        // The part came with a nonce of its own, which htmx has changed for the page's.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load the next one" }).ClickAsync();
        await Expect(window.Page.GetByText("This is part 2.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_carries_no_nonce_stays_dead()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/design");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load a part" }).ClickAsync();
        var stranger = window.Page.Locator("#design-stranger");
        await Expect(stranger).ToBeVisibleAsync();
        await Expect(stranger).Not.ToHaveAttributeAsync("hx-get", new System.Text.RegularExpressions.Regex("."));
        await Expect(window.Page.GetByText("This is part 666.")).ToHaveCountAsync(0);
        Assert.Contains(window.Complaints, complaint => complaint.Contains("blocked <p#design-stranger>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("() => { try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'done'; } catch (e) { return e.name; } }")]
    [InlineData("() => { try { document.body.innerHTML = '<b>x</b>'; return 'done'; } catch (e) { return e.name; } }")]
    [InlineData("() => { try { document.createElement('script').text = 'window.ran = true'; return 'done'; } catch (e) { return e.name; } }")]
    [InlineData("() => { try { trustedTypes.createPolicy('mine', { createHTML: t => t }); return 'done'; } catch (e) { return e.name; } }")]
    public async Task Text_becomes_no_markup_and_no_script(string attempt)
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/design");
        Assert.Equal("TypeError", await window.Page.EvaluateAsync<string>(attempt));
    }
}
