using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Tests.Chat;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Assets;

/// <summary>What holds for every place where bytes are kept: a folder, and a bucket behind S3's protocol.</summary>
[Trait("Pace", "slow")]
public sealed class StorageTests(StorageTests.Bucket bucket) : IClassFixture<StorageTests.Bucket>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_written_is_read_listed_and_removed(bool s3)
    {
        using var folder = new TemporaryFolder();
        using var bucketStorage = new S3Storage(bucket.Options("one/"));
        IBlobStorage storage = s3 ? bucketStorage : new FolderStorage(new DatabaseOptions { DataFolder = folder.Path });
        var key = $"ab12-{Guid.CreateVersion7():n}";
        Assert.Null(await storage.OpenAsync(key, Token));
        await storage.DeleteAsync(key, Token);

        var bytes = Encoding.UTF8.GetBytes(new string('ä', 700_000));
        await storage.WriteAsync(key, new MemoryStream(bytes), Token);
        await using (var stream = (await storage.OpenAsync(key, Token))!)
        {
            using var read = new MemoryStream();
            await stream.CopyToAsync(read, Token);
            Assert.Equal(bytes, read.ToArray());
        }

        Assert.Contains(key, await KeysAsync(storage, TimeSpan.FromHours(1)));
        Assert.DoesNotContain(key, await KeysAsync(storage, TimeSpan.FromHours(-1)));
        await storage.DeleteAsync(key, Token);
        Assert.Null(await storage.OpenAsync(key, Token));
        Assert.DoesNotContain(key, await KeysAsync(storage, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task People_s_files_are_in_the_bucket_once_and_go_with_their_last_use()
    {
        using var storage = new S3Storage(bucket.Options("two/"));
        await using var stage = await ChatStage.StartAsync(configure: services => services.AddSingleton<IBlobStorage>(storage));
        using var one = stage.Person(ChatStage.NewPerson());
        using var other = stage.Person(ChatStage.NewPerson());
        var picture = SampleFiles.Picture(60, 40, SkiaSharp.SKEncodedImageFormat.Png);
        var (first, second) = (await UploadAsync(one, picture), await UploadAsync(other, picture));
        var kept = await one.GetByteArrayAsync(new Uri($"/api/v1/files/{first}/content", UriKind.Relative), Token);
        Assert.Equal(kept, await other.GetByteArrayAsync(new Uri($"/api/v1/files/{second}/content", UriKind.Relative), Token));
        // The picture and its small form.
        Assert.Equal(2, (await KeysAsync(storage, TimeSpan.FromHours(1))).Count);
        using var gone = await one.DeleteAsync(new Uri($"/api/v1/files/{first}", UriKind.Relative), Token);
        Assert.Equal(2, (await KeysAsync(storage, TimeSpan.FromHours(1))).Count);
        using var last = await other.DeleteAsync(new Uri($"/api/v1/files/{second}", UriKind.Relative), Token);
        Assert.Empty(await KeysAsync(storage, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_bucket_that_is_away_is_told_and_nothing_is_kept()
    {
        using var storage = new S3Storage(new S3Options { Bucket = "away", Endpoint = $"http://127.0.0.1:{FreePort.Next()}", AccessKey = "x", SecretKey = "y" });
        await using var stage = await ChatStage.StartAsync(configure: services => services.AddSingleton<IBlobStorage>(storage));
        using var person = stage.Person(ChatStage.NewPerson());
        using var form = new MultipartFormDataContent { { new ByteArrayContent("words"u8.ToArray()), "file", "words.txt" } };
        using var answer = await person.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Files cannot be kept at the moment.", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty((await person.ReadAsync("/api/v1/files")).GetProperty("items").EnumerateArray());
    }

    private static async Task<Guid> UploadAsync(HttpClient client, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "view.png" } };
        using var answer = await client.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text).GetProperty("id").GetGuid();
    }

    private static async Task<List<string>> KeysAsync(IBlobStorage storage, TimeSpan ahead)
    {
        List<string> keys = [];
        await foreach (var key in storage.ListAsync(TimeProvider.System.GetUtcNow() + ahead, Token)) keys.Add(key);
        return keys;
    }

    /// <summary>The server, and how it is reached.</summary>
    public sealed class Bucket : IAsyncLifetime
    {
        private S3Server _server = null!;

        internal S3Options Options(string prefix) => new() { Prefix = prefix, Bucket = S3Server.Bucket, Endpoint = _server.Address.ToString(), AccessKey = S3Server.Key, SecretKey = S3Server.Key };

        public async ValueTask InitializeAsync() => _server = await S3Server.StartAsync();

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
