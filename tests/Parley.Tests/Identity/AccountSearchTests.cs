using System.Net.Http.Json;
using System.Text.Json;
using Parley.Identity.Accounts;
using Parley.Identity.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Somebody among many is found by a part of a name or an address, and a search goes on over pages.</summary>
public sealed class AccountSearchTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_part_of_a_name_or_an_address_finds_its_accounts(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        foreach (var (email, name) in new[] { ("root@example.org", "Root"), ("u1@example.org", "Ulrike Müller"), ("u2@elsewhere.net", "100% Ülkü_x"), ("müller@example.org", "Somebody") })
            await host.Service<AccountStore>().CreateAsync(new NewAccount(email, name, AccountRole.Member, null), null, TestContext.Current.CancellationToken);
        using var key = host.Client(await host.KeyAsync("admin"));

        Assert.Equal(["u1@example.org", "müller@example.org"], await EmailsAsync("q=m%C3%9Cller"));
        Assert.Equal(["u2@elsewhere.net"], await EmailsAsync("q=%20ELSEWHERE%20"));
        Assert.Equal(["u2@elsewhere.net"], await EmailsAsync("q=%25"));
        Assert.Equal(["u2@elsewhere.net"], await EmailsAsync("q=_"));
        Assert.Empty(await EmailsAsync("q=nobody"));
        Assert.Equal(4, (await EmailsAsync("q=%20")).Count);

        var first = await key.GetFromJsonAsync<JsonElement>("/api/v1/users?q=example&limit=2", TestContext.Current.CancellationToken);
        Assert.Equal(["root@example.org", "u1@example.org"], Emails(first));
        var second = await key.GetFromJsonAsync<JsonElement>($"/api/v1/users?q=example&limit=2&cursor={first.GetProperty("next").GetString()}", TestContext.Current.CancellationToken);
        Assert.Equal(["müller@example.org"], Emails(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);

        async Task<List<string>> EmailsAsync(string query) => Emails(await key.GetFromJsonAsync<JsonElement>($"/api/v1/users?{query}", TestContext.Current.CancellationToken));
        static List<string> Emails(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(user => user.GetProperty("email").GetString()!)];
    }
}
