using Parley.Browser.Tests.Infrastructure;

namespace Parley.Browser.Tests;

/// <summary>Every page in both themes and at both widths: axe finds nothing, nothing sticks out, nothing complains.</summary>
[Collection(InTheBrowser.Name)]
public sealed class PageTests(Stage stage)
{
    [Theory]
    [InlineData("/login")]
    [InlineData("/register")]
    [InlineData("/forgot")]
    [InlineData("/reset?token=x")]
    public Task Pages_for_strangers_are_sound(string path) => LookAsync(path, signedIn: false);

    [Theory]
    [InlineData("/settings/profile")]
    [InlineData("/settings/appearance")]
    [InlineData("/settings/chat")]
    [InlineData("/settings/personas")]
    [InlineData("/settings/security")]
    [InlineData("/settings/sessions")]
    [InlineData("/settings/keys")]
    [InlineData("/settings/data")]
    [InlineData("/files")]
    [InlineData("/verify")]
    [InlineData("/admin/users")]
    [InlineData("/admin/providers")]
    [InlineData("/admin/providers/new")]
    [InlineData("/admin/providers/demo")]
    [InlineData("/admin/models")]
    [InlineData("/admin/models/edit?id=demo")]
    [InlineData("/admin/health")]
    [InlineData("/admin/usage")]
    [InlineData("/settings/usage")]
    public Task Pages_for_the_administrator_are_sound(string path) => LookAsync(path, signedIn: true);

    private async Task LookAsync(string path, bool signedIn)
    {
        foreach (var look in Look.Widths)
        {
            await using var window = signedIn ? await stage.OpenAsAdministratorAsync(look) : await stage.OpenAsync(look);
            var answer = await window.GoAsync(path);
            Assert.Equal(200, answer.Status);
            Assert.Equal("no-store", (await answer.AllHeadersAsync())["cache-control"]);
            await window.SoundAsync(path.Trim('/').Split('?')[0].Replace('/', '-'));
        }
    }
}
