using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Assets.Model;
using Parley.Assets.Storage;
using Parley.Identity.Accounts;
using Parley.Shared;
using Parley.Tests.Chat;
using SkiaSharp;

namespace Parley.Tests.Assets;

/// <summary>Files belong to people, and their bytes are kept once.</summary>
public sealed class FileTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Files_are_listed_read_and_deleted_by_their_owner_only(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var (owner, stranger) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        List<string> made = [];
        for (var i = 0; i < 5; i++) made.Add((await stage.UploadAsync(owner, Encoding.UTF8.GetBytes($"walrus {i} {owner}"), $"{i}.txt")).GetProperty("id").GetString()!);
        var picture = await stage.UploadAsync(owner, SampleFiles.Picture(30 + (postgres ? 1 : 0), 20, SKEncodedImageFormat.Png), "p.png");
        made.Add(picture.GetProperty("id").GetString()!);

        List<string> listed = [];
        string? next = null;
        do
        {
            var page = await stage.OkAsync(owner, "GET", "files?limit=2" + (next is null ? "" : $"&cursor={next}"));
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal(made.AsEnumerable().Reverse(), listed);
        Assert.Equal(picture.GetRawText(), (await stage.OkAsync(owner, "GET", $"files/{made[^1]}")).GetRawText());

        Assert.Empty((await stage.OkAsync(stranger, "GET", "files")).GetProperty("items").EnumerateArray());
        foreach (var (method, path) in new[] { ("GET", ""), ("GET", "/content"), ("GET", "/thumbnail"), ("DELETE", "") })
        {
            var problem = await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, method, $"files/{made[^1]}{path}");
            Assert.Equal(problem.GetProperty("detail").GetString(), (await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, method, $"files/{Guid.CreateVersion7()}{path}")).GetProperty("detail").GetString());
            await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, method, $"files/nothing{path}");
            await stage.RefusedAsync(HttpStatusCode.BadRequest, owner, method, $"files/{made[^1]}{path}?bogus=1");
        }

        Assert.Equal(6, (await stage.OkAsync(owner, "GET", "files")).GetProperty("items").GetArrayLength());
        await stage.OkAsync(owner, "DELETE", $"files/{made[^1]}");
        foreach (var path in new[] { "", "/content", "/thumbnail" }) await stage.RefusedAsync(HttpStatusCode.NotFound, owner, "GET", $"files/{made[^1]}{path}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, owner, "DELETE", $"files/{made[^1]}");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_same_bytes_are_kept_once_and_go_with_their_last_file(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var (ada, bob) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var bytes = Encoding.UTF8.GetBytes($"shared {ada}");
        var first = await stage.UploadAsync(ada, bytes, "mine.txt");
        var second = await stage.UploadAsync(bob, bytes, "other.txt");
        var third = await stage.UploadAsync(bob, bytes, "again.txt");
        Assert.Equal(3, new[] { first, second, third }.Select(f => f.GetProperty("id").GetString()).Distinct().Count());
        var blob = await BlobAsync(stage, first);
        Assert.Equal(3, blob!.Uses);
        Assert.Equal([blob.Key], await KeysAsync(stage, blob.Hash));

        await stage.OkAsync(bob, "DELETE", $"files/{second.GetProperty("id").GetString()}");
        await stage.OkAsync(ada, "DELETE", $"files/{first.GetProperty("id").GetString()}");
        Assert.Equal(bytes, (await stage.DownloadAsync(bob, third)).Bytes);
        await stage.OkAsync(bob, "DELETE", $"files/{third.GetProperty("id").GetString()}");
        Assert.Empty(await KeysAsync(stage, blob.Hash));
        await using var db = await stage.Databases.CreateDbContextAsync(Token);
        Assert.False(await db.Set<StoredBlob>().AnyAsync(b => b.Hash == blob.Hash, Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Many_at_once_of_the_same_bytes_lose_nothing(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var person = Guid.CreateVersion7();
        var bytes = Encoding.UTF8.GetBytes($"at once {person}");
        async Task RoundAsync()
        {
            var file = await stage.UploadAsync(person, bytes, "a.txt");
            Assert.Equal(bytes, (await stage.DownloadAsync(person, file)).Bytes);
            await stage.OkAsync(person, "DELETE", $"files/{file.GetProperty("id").GetString()}");
        }

        async Task RoundsAsync()
        {
            for (var i = 0; i < 5; i++) await RoundAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RoundsAsync()));
        await stage.Get<BlobStore>().RemoveUnusedAsync(Token);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Empty(await KeysAsync(stage, hash));
        await using var db = await stage.Databases.CreateDbContextAsync(Token);
        Assert.False(await db.Set<StoredBlob>().AnyAsync(b => b.Hash == hash, Token));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Files_that_come_at_the_same_moment_count_each_other(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        for (var round = 0; round < 3; round++)
        {
            // Room for one more of a hundred bytes.
            var person = Guid.CreateVersion7();
            await using (var db = await stage.Databases.CreateDbContextAsync(Token))
            {
                db.Add(new StoredFile
                {
                    Id = Guid.CreateVersion7(), UserId = person, Name = "large", Kind = FileKind.Text, MediaType = "text/plain", Hash = "none", Size = stage.Get<AssetsOptions>().MaxBytesPerPerson - 150, CreatedAt = stage.Time.GetUtcNow(),
                });
                await db.SaveChangesAsync(Token);
            }

            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => stage.UploadAnyAsync(person, Encoding.UTF8.GetBytes($"{person}{i}".PadRight(100)), $"{i}.txt")));
            Assert.Equal(2, (await stage.OkAsync(person, "GET", "files")).GetProperty("items").GetArrayLength());
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task They_go_with_the_account_and_what_no_row_knows_is_found(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var person = (await stage.Get<AccountStore>().CreateAsync(new NewAccount($"{Guid.CreateVersion7():n}@example.org", "Ada", AccountRole.Member, PasswordHash: null), mayMake: null, Token))!.Id;
        var file = await stage.UploadAsync(person, Encoding.UTF8.GetBytes($"leaving {person}"), "a.txt");
        var blob = await BlobAsync(stage, file);
        // Nobody waits for the keeper's hour.
        Assert.Equal(RightsChange.Done, await stage.Get<AccountStore>().DeleteAsync(person, IfMatch.Any, Token));
        await ChatClient.UntilAsync(async () => (await KeysAsync(stage, blob!.Hash)).Count == 0, "The bytes are still there.");
        var lost = await stage.Get<BlobStore>().WriteAsync(new MemoryStream(Encoding.UTF8.GetBytes($"lost {person}")), Token);
        Assert.Equal([lost.Key], await KeysAsync(stage, lost.Hash));
        Assert.Equal(0, await stage.Get<BlobStore>().RemoveForgottenAsync(stage.Time.GetUtcNow() - TimeSpan.FromDays(1), Token));
        Assert.Equal(1, await stage.Get<BlobStore>().RemoveForgottenAsync(stage.Time.GetUtcNow() + TimeSpan.FromDays(1), Token));
        Assert.Empty(await KeysAsync(stage, lost.Hash));
    }

    [Fact]
    public async Task Names_are_shown_without_what_could_mislead()
    {
        var stage = await stages.OnAsync(false);
        var person = Guid.CreateVersion7();
        foreach (var (sent, shown) in new[] { ("../../etc/passwd", "passwd"), ("C:\\x\\y.txt", "y.txt"), ("a\u202Etxt.exe", "atxt.exe"), ("...", "file"), (new string('x', 500), new string('x', 190)) })
            Assert.Equal(shown, Parley.Assets.FileNames.Of(sent, null));
        var file = await stage.UploadAsync(person, "x"u8.ToArray(), "Grüße <b>.txt");
        var (_, head) = await stage.DownloadAsync(person, file);
        Assert.Equal("attachment", head.Content.Headers.ContentDisposition!.DispositionType);
        Assert.DoesNotContain('\n', head.Content.Headers.ContentDisposition.ToString());
    }

    [Fact]
    public async Task Limits_can_be_read_before_anything_is_sent()
    {
        var stage = await stages.OnAsync(false);
        var limits = await stage.OkAsync(Guid.CreateVersion7(), "GET", "files/limits");
        Assert.Equal((20 * 1024 * 1024, 40_000_000, 500), (limits.GetProperty("maxImageBytes").GetInt32(), limits.GetProperty("maxImagePixels").GetInt32(), limits.GetProperty("maxPages").GetInt32()));
    }

    [Fact]
    public async Task What_did_not_change_is_not_sent_again()
    {
        var stage = await stages.OnAsync(false);
        var person = Guid.CreateVersion7();
        var file = await stage.UploadAsync(person, "the same"u8.ToArray(), "a.txt");
        var (_, head) = await stage.DownloadAsync(person, file);
        Assert.True(head.Headers.CacheControl is { Private: true, NoCache: true });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(head.RequestMessage!.RequestUri!.ToString()));
        request.Headers.Add(PersonHeader.Header, person.ToString());
        request.Headers.IfNoneMatch.Add(head.Headers.ETag!);
        using var client = new HttpClient();
        using var again = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private static async Task<StoredBlob?> BlobAsync(ConversationStage stage, JsonElement file)
    {
        await using var db = await stage.Databases.CreateDbContextAsync(Token);
        var hash = await db.Set<StoredFile>().Where(f => f.Id == file.GetProperty("id").GetGuid()).Select(f => f.Hash).SingleAsync(Token);
        return await db.Set<StoredBlob>().AsNoTracking().SingleOrDefaultAsync(b => b.Hash == hash, Token);
    }

    private static async Task<List<string>> KeysAsync(ConversationStage stage, string hash)
    {
        List<string> keys = [];
        await foreach (var key in stage.Get<IBlobStorage>().ListAsync(DateTimeOffset.MaxValue, Token))
            if (key.StartsWith(hash, StringComparison.Ordinal)) keys.Add(key);
        return keys;
    }
}
