using System.Text;
using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using SkiaSharp;

namespace Parley.Browser.Tests;

/// <summary>Files in the chat as a person attaches, sends and sees them, and the pages of files and data.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class FileTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task Files_are_shown_at_once_sent_seen_large_and_named_in_the_list()
    {
        await Page.GetByLabel("Model").SelectOptionAsync("echo");
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Attach files" }).ClickAsync());
        await chooser.SetFilesAsync([Picture("harbour.png", 900, 600), Text("menu.txt", "Sardines, 3 EUR")]);
        await ReadyAsync(Page, 2);
        await Assertions.Expect(Chip(Page, "harbour.png").Locator("img")).ToBeVisibleAsync();
        // Nothing but files is a message.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(Page);
        await Assertions.Expect(Page.Locator("article.msg-person").GetByRole(AriaRole.Link, new() { Name = "menu.txt" })).ToBeVisibleAsync();
        await Page.Locator("article.msg-person").GetByRole(AriaRole.Img, new() { Name = "harbour.png" }).ClickAsync();
        var large = Page.GetByRole(AriaRole.Dialog, new() { Name = "Picture" });
        await Assertions.Expect(large).ToBeVisibleAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('.lightbox-picture').naturalWidth === 900");
        Assert.Empty(await Window.AxeAsync());
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(large).ToBeHiddenAsync();
        await Assertions.Expect(Page.Locator(".attached-file")).ToHaveCountAsync(0);
        Assert.Empty(Window.Complaints);

        await Window.GoAsync("/files");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete harbour.png" }).ClickAsync();
        await Window.AgreeAsync("Delete");
        await Assertions.Expect(Page.GetByText("harbour.png is deleted.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.List, new() { Name = "Files" }).GetByRole(AriaRole.Listitem).First.Locator("small a").ClickAsync();
        await Assertions.Expect(Page.GetByText("A file that was deleted")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_pasted_and_dropped_is_attached_and_kept_with_the_draft()
    {
        await Composer.FillAsync("with a draft");
        await GiveAsync("paste", "[data-composer] textarea", "pasted.txt", "text/plain");
        await ReadyAsync(Page, 1);
        await GiveAsync("dragenter", "body", "dropped.txt", "text/plain");
        await Assertions.Expect(Page.GetByText("Drop files here")).ToBeVisibleAsync();
        await GiveAsync("drop", "body", "dropped.txt", "text/plain");
        await Assertions.Expect(Page.GetByText("Drop files here")).ToBeHiddenAsync();
        await ReadyAsync(Page, 2);
        // Before there is a conversation this browser keeps it.
        await Page.WaitForFunctionAsync("() => Object.entries(localStorage).some(([key, value]) => /^parley-draft:.*:new$/.test(key) && JSON.parse(value).files.length === 2)");
        await Page.ReloadAsync();
        await ReadyAsync(Page, 2);
        await SendAsync(Page, "begin", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);

        // In a conversation all devices do.
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(Text("later.txt", "later"));
        await ReadyAsync(Page, 1);
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(Page.Url);
        await ReadyAsync(other, 1);
        await other.GetByRole(AriaRole.Button, new() { Name = "Remove later.txt" }).ClickAsync();
        await Assertions.Expect(Page.Locator(".attached-file")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Send_waits_for_uploads_and_a_broken_one_is_tried_again()
    {
        await Page.GetByLabel("Model").SelectOptionAsync("echo");
        var fails = true;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync("**/api/v1/files", async route =>
        {
            if (fails)
            {
                fails = false;
                await route.AbortAsync();
                return;
            }

            await go.Task;
            await route.ContinueAsync();
        });
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(Text("slow.txt", "slow"));
        await Assertions.Expect(Page.GetByText("The upload broke off. Try again when you are online.")).ToBeVisibleAsync();
        await Composer.FillAsync("It waits");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("One file was not taken. Remove it, then send.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try slow.txt again" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Your message is sent when the upload is done.")).ToBeVisibleAsync();
        Assert.DoesNotContain("/c/", Page.Url, StringComparison.Ordinal);
        go.SetResult();
        await Window.InChatAsync(Page);
        await Assertions.Expect(Page.Locator("article.msg-person").GetByText("slow.txt")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_cannot_be_taken_says_why_and_a_blind_model_is_told_of()
    {
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(new FilePayload { Name = "empty.txt", MimeType = "text/plain", Buffer = [] });
        await Assertions.Expect(Page.GetByText("This file is empty.")).ToBeVisibleAsync();
        // Too large a picture is not even sent.
        await Page.EvaluateAsync("() => { const files = new DataTransfer(); files.items.add(new File([new Uint8Array(50 * 1024 * 1024)], 'huge.png', { type: 'image/png' })); const field = document.querySelector('[data-attach-field]'); field.files = files.files; field.dispatchEvent(new Event('change', { bubbles: true })); }");
        await Assertions.Expect(Page.GetByText("50 MB long: a picture can have at most 20 MB.")).ToBeVisibleAsync();
        // What the server finds out is told in its words.
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(new FilePayload { Name = "broken.png", MimeType = "image/png", Buffer = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3] });
        await Assertions.Expect(Chip(Page, "broken.png")).ToHaveAttributeAsync("data-state", "failed");
        foreach (var name in new[] { "empty.txt", "huge.png", "broken.png" }) await Page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" }).ClickAsync();

        // A PDF that is called a picture is a PDF.
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(new FilePayload { Name = "paper.png", MimeType = "image/png", Buffer = Encoding.ASCII.GetBytes(Pdf) });
        await Assertions.Expect(Chip(Page, "paper.png.pdf").Or(Chip(Page, "paper.pdf"))).ToHaveAttributeAsync("data-state", "ready");
        await Page.GetByLabel("Model").SelectOptionAsync("devstral-2512");
        await Assertions.Expect(Page.Locator(".attached-note")).ToBeHiddenAsync();
        await Page.Locator("[data-attach-field]").SetInputFilesAsync(Picture("view.png", 40, 30));
        await Assertions.Expect(Page.GetByText("devstral-2512 cannot see pictures")).ToBeVisibleAsync();
        await Page.GetByLabel("Model").SelectOptionAsync("echo");
        await Assertions.Expect(Page.GetByText("cannot see pictures")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_scripts_files_go_with_the_form()
    {
        var cookies = await Window.Context.StorageStateAsync();
        await using var window = await Stage.OpenWithAsync(cookies, Look.WideLight, withScript: false);
        var page = window.Page;
        await window.GoAsync("/");
        await page.GetByLabel("Files to attach").SetInputFilesAsync(Picture("plain.png", 60, 40));
        await SendAsync(page, "no script", "echo");
        await Window.InChatAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "plain.png" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_import_tells_what_it_did_and_what_was_deleted_is_taken_back()
    {
        await Window.GoAsync("/settings/data");
        const string json = """[{"format":"parley.conversation.v1","id":"0197a3b2-0000-7000-8000-000000000001","title":"From elsewhere","messages":[{"id":"a","role":"user","text":"Hello"}]},{"title":"no id"}]""";
        await Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "conversations.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(json) });
        await Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("1 chat was imported.")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByText("1 chat could not be taken, and was left out.")).ToBeVisibleAsync();
        Assert.Empty(Window.Complaints);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete all chats" }).ClickAsync();
        await Window.AgreeAsync("Delete all chats");
        await Assertions.Expect(Page.GetByText("1 chat is deleted.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Take back From elsewhere" }).ClickAsync();
        await Window.InChatAsync(Page);
        await Assertions.Expect(Page.Locator("[data-title]")).ToHaveTextAsync("From elsewhere");
    }

    [Fact]
    public async Task The_pages_are_accessible_fit_and_complain_of_nothing_in_every_look()
    {
        await Page.Locator("[data-attach-field]").SetInputFilesAsync([Picture("harbour at dusk.png", 900, 600), Picture("market.png", 500, 700), Text("a list of what there was to eat on that evening.txt", "Sardines, 3 EUR")]);
        await ReadyAsync(Page, 3);
        await SendAsync(Page, "What could we cook from this?", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        await Page.Locator("[data-attach-field]").SetInputFilesAsync([Picture("kitchen.png", 300, 300), Text("prices.txt", "3 EUR")]);
        await ReadyAsync(Page, 2);
        var cookies = await Window.Context.StorageStateAsync();
        foreach (var look in Look.Widths)
        {
            await using var window = await Stage.OpenWithAsync(cookies, look);
            foreach (var (name, path) in new[] { ("chat-files", new Uri(Page.Url).AbsolutePath), ("files", "/files"), ("settings-data-full", "/settings/data") })
            {
                await window.GoAsync(path);
                if (name == "chat-files")
                {
                    await ReadyAsync(window.Page, 2);
                    await window.Page.Locator("[data-attach-field]").SetInputFilesAsync(new FilePayload { Name = "empty.txt", MimeType = "text/plain", Buffer = [] });
                }

                await window.SoundAsync(name, full: name != "chat-files");
            }
        }
    }

    private const string Pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n";

    private static ILocator ComposerOf(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    private static ILocator Chip(IPage page, string name) => page.Locator(".attached-file").Filter(new() { Has = page.GetByText(name, new() { Exact = true }) });

    private static Task ReadyAsync(IPage page, int count) => Assertions.Expect(page.Locator(".attached-file[data-state=ready]")).ToHaveCountAsync(count, new() { Timeout = 60_000 });

    private static Task DoneAsync(IPage page) => Assertions.Expect(page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });

    private static async Task SendAsync(IPage page, string text, string model)
    {
        await page.GetByLabel("Model").SelectOptionAsync(model);
        await ComposerOf(page).FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    /// <summary>A file as the clipboard or a drag brings it.</summary>
    private Task GiveAsync(string kind, string selector, string name, string type) => Page.EvaluateAsync(
        """
        ([kind, selector, name, type]) => {
          const files = new DataTransfer();
          files.items.add(new File(['some words'], name, { type }));
          const event = kind === 'paste' ? new ClipboardEvent(kind, { clipboardData: files, bubbles: true, cancelable: true }) : new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true });
          document.querySelector(selector).dispatchEvent(event);
        }
        """, new[] { kind, selector, name, type });

    private static FilePayload Text(string name, string text) => new() { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(text) };

    /// <summary>Something to look at: a sea below a sky.</summary>
    private static FilePayload Picture(string name, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            using var sky = new SKPaint { Shader = SKShader.CreateLinearGradient(new(0, 0), new(0, height), [new(0xF6, 0xC4, 0x8B), new(0xC7, 0x5B, 0x7A), new(0x1F, 0x3A, 0x5F)], null, SKShaderTileMode.Clamp) };
            canvas.DrawRect(0, 0, width, height, sky);
            using var sun = new SKPaint { Color = new(0xFF, 0xF1, 0xD0), IsAntialias = true };
            canvas.DrawCircle(width * 0.7f, height * 0.35f, height * 0.09f, sun);
            using var sea = new SKPaint { Color = new(0x12, 0x2B, 0x45) };
            canvas.DrawRect(0, height * 0.62f, width, height, sea);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return new() { Name = name, MimeType = "image/png", Buffer = data.ToArray() };
    }
}
