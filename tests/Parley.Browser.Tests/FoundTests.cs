using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What is looked for in long answers, and answers in two scripts.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class FoundTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task A_search_leads_to_the_words_and_marks_them_until_somebody_does_something()
    {
        var lines = Enumerable.Range(0, 120).Select(i => i == 90 ? "Here is the sëa**hórse (a.b)** at last." : $"Paragraph {i} says nothing of it.");
        await AskAsync(string.Join("\n\n", lines));
        var places = new List<string>();
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Window.GoAsync("/?q=SEA+paragraph");
            if (look.Width < 768) await Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
            places = [.. await Page.Locator(".chats-hit").EvaluateAllAsync<string[]>("all => all.map(one => one.href)")];
            // What was asked and what was answered.
            Assert.Equal(2, places.Count);
            Assert.All(places, place => Assert.Contains("find=SEA&find=paragraph", place, StringComparison.Ordinal));
            await Page.Locator(".chats-hit").First.ClickAsync();
            await Page.WaitForURLAsync("**/c/*");
            await Window.PictureAsync("found-first", full: false);
        }

        await Window.TurnAsync(Look.WideLight);
        // Markup divides it in the source, and the search reads that: the page is asked for it as a link would ask.
        await Window.GoAsync("/?q=" + Uri.EscapeDataString("\"seahorse (a.b)\""));
        await Expect(Page.Locator(".chats-hit")).ToHaveCountAsync(0);
        await Expect(Page.Locator(".chats-none")).ToHaveTextAsync("Nothing was found for “\"seahorse (a.b)\"”.");
        var across = 0;
        foreach (var path in places.Select(path => path.Replace("find=SEA&find=paragraph", "find=SEAHORSE%20(a.b)", StringComparison.Ordinal)).Append(places[0].Replace("find=SEA&find=paragraph", "find=sea", StringComparison.Ordinal)).Distinct())
        {
            await Page.GotoAsync("about:blank");
            await Page.GotoAsync(path);
            if (path.Contains("SEAHORSE", StringComparison.Ordinal) && await Page.EvaluateAsync<bool>("() => document.querySelector(location.hash).matches('.msg-person')")) continue;
            if (path.Contains("SEAHORSE", StringComparison.Ordinal)) across++;
            await Page.WaitForFunctionAsync("() => CSS.highlights.get('found')?.size === 1");
            Assert.True(await Page.EvaluateAsync<bool>("() => { const at = [...CSS.highlights.get('found')][0].getBoundingClientRect(); return at.top > 60 && at.bottom < innerHeight - 60; }"));
            foreach (var look in Look.All)
            {
                await Window.TurnAsync(look);
                await Window.PictureAsync("found", full: false);
            }

            await Window.TurnAsync(Look.WideLight);
            await Page.Keyboard.PressAsync("Shift");
            Assert.False(await Page.EvaluateAsync<bool>("() => CSS.highlights.has('found')"));
        }

        Assert.Equal(1, across);
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task Each_block_of_an_answer_has_its_own_direction()
    {
        await AskAsync("An English paragraph.\n\n- مرحبا بالعالم\n- English in it\n\n> اقتباس قصير\n\n| عمود | قيمة |\n|---|---|\n| واحد | 1 |\n\n```\nconst x = 'שלום';\n```\n\n1. One\n2. Two");
        const string Directions = "() => ['p', 'ul', 'blockquote', 'table', 'pre', 'ol'].map(name => getComputedStyle(document.querySelector(`article.msg-answer .md ${name}`)).direction).join(' ')";
        // As it came in pieces, and as it is read.
        Assert.Equal("ltr rtl rtl rtl ltr ltr", await Page.EvaluateAsync<string>(Directions));
        await Page.ReloadAsync();
        Assert.Equal("ltr rtl rtl rtl ltr ltr", await Page.EvaluateAsync<string>(Directions));
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Window.PictureAsync("two-scripts");
            Assert.False(await Window.OverflowsAsync());
        }
    }
}
