using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>The parts that pages are made of, as a browser shows them.</summary>
[Collection(InTheBrowser.Name)]
public sealed class DesignTests(Stage stage)
{
    [Fact]
    public async Task All_components_are_sound_in_both_themes_and_at_both_widths()
    {
        foreach (var look in Look.Widths)
        {
            await using var window = await stage.OpenAsync(look);
            await window.GoAsync("/design");
            await window.SoundAsync("design");
        }
    }

    [Fact]
    public async Task A_dialog_opens_and_gives_the_focus_back()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/design");
        var opener = window.Page.GetByRole(AriaRole.Button, new() { Name = "Open dialog" });
        await opener.ClickAsync();
        var dialog = window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete this chat?" });
        await Expect(dialog).ToBeVisibleAsync();
        Assert.Empty(await window.AxeAsync());
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_theme_by_choice_holds_for_the_next_page_before_any_script_runs()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/design");
        await window.Page.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync();
        var answer = await window.GoAsync("/design");
        Assert.Contains("data-theme=\"dark\"", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_side_is_a_drawer_on_a_narrow_screen_also_without_script()
    {
        await using var window = await stage.OpenAsync(Look.NarrowLight, withScript: false);
        await window.GoAsync("/design");
        var link = window.Page.GetByRole(AriaRole.Link, new() { Name = "Charts" });
        await Expect(link).ToBeHiddenAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
        await Expect(link).ToBeVisibleAsync();
    }

    /// <summary>Budget of ui.md: 40 kB of script, 25 kB of styles, 12 requests.</summary>
    [Fact]
    public async Task A_first_load_stays_within_its_budget()
    {
        await using var window = await stage.OpenAsync();
        var answers = new List<IResponse>();
        window.Page.Response += (_, answer) => answers.Add(answer);
        await window.GoAsync("/design");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var sizes = new Dictionary<string, int>();
        foreach (var answer in answers)
        {
            var kind = answer.Request.ResourceType;
            sizes[kind] = sizes.GetValueOrDefault(kind) + (await answer.Request.SizesAsync()).ResponseBodySize;
        }

        Assert.InRange(sizes["script"], 1, 40_000);
        Assert.InRange(sizes["stylesheet"], 1, 25_000);
        Assert.InRange(answers.Count, 3, 12);
    }
}
