using System.Net;
using Parley.Data.KeyRing;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class KeyRingTests
{
    private const string Master = "a master key of more than 32 characters";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task With_a_master_key_the_ring_is_encrypted_and_opens_only_with_it(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var app = await ProviderApp.StartAsync(database.Options, With(Master)))
            await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = "https://acme.example/v1", apiKeys = new[] { "sk-1" }, models = new[] { new { id = "m" } } }, HttpStatusCode.Created);
        var ring = await ReadRingAsync(database);
        Assert.Contains("masterKeyEncrypted", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey ", ring, StringComparison.Ordinal);

        await using (var same = await ProviderApp.StartAsync(database.Options, With(Master)))
            Assert.Equal("sk-1", same.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials[0].Key.Reveal());
        var other = await Assert.ThrowsAsync<UserError>(() => ProviderApp.StartAsync(database.Options, With("another master key of over 32 characters")));
        Assert.StartsWith("Parley:MasterKey is not the one", other.Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<UserError>(() => ProviderApp.StartAsync(database.Options));
        Assert.Contains("none is given", none.Message, StringComparison.Ordinal);
        // Data Protection would have added a key that it can open.
        Assert.Equal(ring, await ReadRingAsync(database));
    }

    [Theory]
    [InlineData("tooshort"), InlineData(""), InlineData("ababababababababababababababababababab")]
    public async Task A_master_key_that_is_not_random_stops_the_start_and_is_not_repeated(string text)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var problem = await Assert.ThrowsAsync<UserError>(() => ProviderApp.StartAsync(database.Options, With(text)));
        Assert.Contains("Parley:MasterKey", problem.Message, StringComparison.Ordinal);
        if (text.Length > 0) Assert.DoesNotContain(text, problem.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> With(string masterKey) => new() { ["Parley:MasterKey"] = masterKey };

    private static async Task<string> ReadRingAsync(TestDatabase database)
    {
        if (!database.Options.IsPostgres)
            return string.Concat(Directory.GetFiles(Path.Combine(database.Options.DataFolder, "keyring")).Select(File.ReadAllText));
        await using var db = database.CreateDbContext();
        return string.Concat(db.Set<KeyRingElement>().Select(e => e.Xml));
    }
}
