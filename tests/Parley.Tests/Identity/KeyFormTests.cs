using System.Net;
using Parley.Identity.Keys;

namespace Parley.Tests.Identity;

/// <summary>The form of the settings that makes a key.</summary>
public sealed class KeyFormTests
{
    [Theory]
    [InlineData("0"), InlineData("-1"), InlineData("3651"), InlineData("2147483647"), InlineData("99999999999999999999"), InlineData("1.5"), InlineData("soon")]
    public async Task Days_that_are_none_make_no_key(string days)
    {
        await using var host = await IdentityHost.StartAsync();
        using var browser = await SignedInAsync(host);
        using var refused = await browser.PostFormAsync("/settings/keys", Form(days));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("A key is good for 1 to 3650 days, or until it is revoked.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await host.Keys.ListAsync(null, 10, KeyView.All, CancellationToken.None));
    }

    [Theory]
    [InlineData("", null), InlineData("1", 1), InlineData(" 30 ", 30), InlineData("3650", 3650)]
    public async Task A_key_is_good_for_so_many_days_and_without_a_number_for_good(string days, int? expected)
    {
        await using var host = await IdentityHost.StartAsync();
        using var browser = await SignedInAsync(host);
        using var made = await browser.PostFormAsync("/settings/keys", Form(days));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var key = Assert.Single(await host.Keys.ListAsync(null, 10, KeyView.All, CancellationToken.None));
        Assert.Equal(expected, (key.ExpiresAt - key.CreatedAt)?.TotalDays);
    }

    private static KeyValuePair<string, string>[] Form(string days) => [new("name", "notebook"), new("scope-gateway", "on"), new("expiresInDays", days)];

    private static async Task<BrowserSessionTests.Browser> SignedInAsync(IdentityHost host)
    {
        await host.AccountAsync("ada@example.org");
        var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        await browser.LoadAsync();
        return browser;
    }
}
