using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What is drawn from an answer's text: diagrams, pictures, formulas, and writing that runs from the right.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class DrawnTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task Diagrams_are_drawn_and_pictures_loaded_in_documents_without_rights()
    {
        var picture = await Page.EvaluateAsync<string>("() => document.querySelector('link[rel=icon]').href");
        await AskAsync($"```mermaid\ngraph TD\n  A[Start] --> B[End]\n```\n\n```mermaid\nnothing that is a diagram\n```\n\n![Our mark]({picture})");
        var diagram = Page.Locator("iframe.md-frame-diagram[data-shown]");
        await Expect(diagram).ToHaveCountAsync(1);
        Assert.Equal("allow-scripts", await diagram.GetAttributeAsync("sandbox"));
        await Expect(Page.FrameLocator("iframe.md-frame-diagram").GetByText("Start", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByText("This is no diagram that can be drawn here")).ToBeVisibleAsync();
        // Another theme, and it is drawn in its colours.
        var node = Page.FrameLocator("iframe.md-frame-diagram").Locator(".node rect").First;
        var light = await node.EvaluateAsync<string>("node => getComputedStyle(node).fill");
        await Page.EvaluateAsync("() => { document.documentElement.dataset.theme = 'dark'; }");
        await Expect(node).Not.ToHaveCSSAsync("fill", light);
        await Expect(diagram).ToHaveCountAsync(1);
        await Expect(Page.Locator("iframe.md-frame-picture")).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Load picture" }).ClickAsync();
        await Expect(Page.Locator("iframe.md-frame-picture[data-shown]")).ToHaveCountAsync(1);
        Assert.Empty(await Window.AxeAsync());
        Assert.Empty(Window.Complaints);
        var policy = (await Page.APIRequest.GetAsync($"{Stage.Address}frames/diagram")).Headers["content-security-policy"];
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox allow-scripts;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("img-src", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_and_diagrams_that_come_live_are_made_once_and_are_those_of_a_reload()
    {
        await AskAsync("It is $x^2$.\n\n$$\n\\frac{a}{b}\n$$\n\n```mermaid\ngraph TD\n  A[Start] --> B[End]\n```\n\n" + string.Concat(Enumerable.Repeat("More words, for which the answer takes its time. ", 10)), "echo-itl15");
        var live = await MadeAsync();
        await Page.ReloadAsync();
        Assert.Equal(await MadeAsync(), live);

        // Heights are told again and again.
        async Task<string> MadeAsync()
        {
            await Expect(Page.Locator("article.msg-answer math")).ToHaveCountAsync(2);
            await Expect(Page.Locator("iframe.md-frame-diagram[data-shown]")).ToHaveCountAsync(1);
            await Expect(Page.Locator("article.msg-answer pre")).ToBeHiddenAsync();
            await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Show code" })).ToHaveCountAsync(1);
            return await Page.EvaluateAsync<string>("() => [...document.querySelectorAll('article.msg-answer .md-block')].map(block => block.innerHTML.replace(/ style=\"[^\"]*\"/g, '')).join('\\n')");
        }
    }

    [Fact]
    public async Task Formulas_have_a_face_and_alphabets_of_their_own_which_no_page_without_them_loads()
    {
        var faces = new List<string>();
        Page.Request += (_, request) =>
        {
            if (request.Url.Contains("noto-sans-math", StringComparison.Ordinal)) faces.Add(request.Url);
        };
        await AskAsync("No formula.");
        Assert.Empty(faces);
        await AskAsync(@"Let $x \in \mathbb{R}, \mathcal{L}(\mathbf{v1}), \text{\textbf{l < t}}, \mathfrak{g}$.");
        await Expect(Page.Locator("article.msg-answer math")).ToHaveCountAsync(1);
        Assert.Equal("x∈ℝ,ℒ(𝐯𝟏),𝐥 < 𝐭,𝔤", await Page.EvaluateAsync<string>("() => document.querySelector('article.msg-answer math mrow').textContent.replaceAll('\\u00a0', ' ')"));
        Assert.Single(faces);
        Assert.True(await Page.EvaluateAsync<bool>("() => document.fonts.check('16px \"Noto Sans Math\"') && getComputedStyle(document.querySelector('math')).fontFamily.startsWith('\"Noto Sans Math\"')"));
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task A_chat_that_ends_in_diagrams_opens_at_its_end()
    {
        await AskAsync(string.Concat(Enumerable.Repeat("A paragraph before.\n\n", 30)) + "```mermaid\ngraph TD\n  A --> B --> C --> D --> E --> F\n```\n\n```mermaid\ngraph TD\n  G --> H --> I --> J --> K --> L\n```\n\nThe end.");
        await Page.ReloadAsync();
        await Expect(Page.Locator("iframe.md-frame-diagram[data-shown]")).ToHaveCountAsync(2);
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Show code" })).ToHaveCountAsync(2);
        Assert.InRange(await Page.EvaluateAsync<double>("() => document.documentElement.scrollHeight - innerHeight - scrollY"), 0, 2);
    }

    [Fact]
    public async Task In_an_answer_that_runs_from_the_right_quotes_stand_right_and_code_runs_from_the_left()
    {
        await AskAsync("שלום עולם, עם `f(x)` באמצע.\n\n> ציטוט\n\n```python\nprint('שלום')  # done\n```");
        var shown = await Page.EvaluateAsync<string[]>("""
            () => { const of = (name, what) => getComputedStyle(document.querySelector(`article.msg-answer ${name}`))[what];
              return [of('.md-block', 'direction'), of('p code', 'direction'), of('.md-code-head', 'direction'), of('pre', 'direction'), of('pre', 'textAlign'), of('blockquote', 'borderRightWidth'), of('blockquote', 'borderLeftWidth')]; }
            """);
        Assert.Equal(["rtl", "ltr", "ltr", "ltr", "left", "3px", "0px"], shown);
    }
}
