using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Tests.Chat;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;

namespace Parley.Tests.Assets;

/// <summary>A storage that is away for a moment.</summary>
public sealed class StorageTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_committed_is_told_as_done_though_the_storage_cannot_be_tidied()
    {
        using var folder = new TemporaryFolder();
        var storage = new Untidy(new FolderStorage(new DatabaseOptions { DataFolder = folder.Path }));
        await using var stage = await ChatStage.StartAsync(configure: services => services.AddSingleton<IBlobStorage>(storage));
        using var person = stage.Person(ChatStage.NewPerson());
        storage.IsAway = true;
        // The second one's bytes are there already: its copy is to be thrown away.
        foreach (var name in new[] { "one.txt", "two.txt" })
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent("the same words"u8.ToArray()), "file", name } };
            using var answer = await person.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form, Token);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        var files = (await person.ReadAsync("/api/v1/files")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            using var answer = await person.DeleteAsync(new Uri($"/api/v1/files/{file.GetProperty("id")}", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Empty((await person.ReadAsync("/api/v1/files")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, await CountAsync(storage));
        storage.IsAway = false;
        Assert.Equal(2, await stage.Get<BlobStore>().RemoveForgottenAsync(DateTimeOffset.MaxValue, Token));
        Assert.Equal(0, await CountAsync(storage));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_file_whose_bytes_another_node_keeps_is_told_as_such_and_in_the_log_once_in_a_while(bool postgres)
    {
        using var folder = new TemporaryFolder();
        using var log = new ListLogger();
        await using var stage = await ChatStage.StartAsync(postgres, services =>
        {
            services.AddSingleton<IBlobStorage>(new FolderStorage(new DatabaseOptions { DataFolder = folder.Path }));
            services.AddLogging(logging => logging.AddProvider(log));
        });
        var owner = ChatStage.NewPerson();
        using var person = stage.Person(owner);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SampleFiles.Picture(30, 20, SkiaSharp.SKEncodedImageFormat.Png)), "file", "p.png" } };
        using var uploaded = await person.PostAsync(new Uri("/api/v1/files", UriKind.Relative), form, Token);
        var id = (await person.ReadAsync("/api/v1/files")).GetProperty("items")[0].GetProperty("id").GetString();
        Directory.Delete(Path.Combine(folder.Path, "files"), recursive: true);
        foreach (var part in new[] { "content", "thumbnail", "content" })
        {
            using var answer = await person.GetAsync(new Uri($"/api/v1/files/{id}/{part}", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("its content is not where this server keeps files. Nothing was deleted", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        var warning = Assert.Single(log.Text.Split('\n'), line => line.Contains("whose content is not in", StringComparison.Ordinal));
        Assert.StartsWith($"Warning The database knows a file whose content is not in the folder {Path.Combine(folder.Path, "files")} (Parley:DataFolder).", warning, StringComparison.Ordinal);
        Assert.Contains("Parley:Files:S3:Bucket", warning, StringComparison.Ordinal);
        Assert.Null(await stage.Get<Parley.Assets.FileShelf>().ThumbnailAsync(owner, Guid.Parse(id!), Token));
        // What is deleted is still no file at all.
        using var deleted = await person.DeleteAsync(new Uri($"/api/v1/files/{id}", UriKind.Relative), Token);
        using var gone = await person.GetAsync(new Uri($"/api/v1/files/{id}/content", UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
    }

    private static async Task<int> CountAsync(IBlobStorage storage)
    {
        var count = 0;
        await foreach (var _ in storage.ListAsync(DateTimeOffset.MaxValue, Token)) count++;
        return count;
    }

    /// <summary>Takes bytes, and cannot be reached when some are to be removed.</summary>
    private sealed class Untidy(IBlobStorage storage) : IBlobStorage
    {
        public bool IsAway { get; set; }

        public string Place => storage.Place;

        public Task WriteAsync(string key, Stream bytes, CancellationToken cancellationToken) => storage.WriteAsync(key, bytes, cancellationToken);

        public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => storage.OpenAsync(key, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
            IsAway ? Task.FromException(new StorageAwayException(new IOException("It is away."))) : storage.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) => storage.ListAsync(before, cancellationToken);
    }
}
