using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Tests.Chat;
using Parley.Tests.Infrastructure;

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

        public Task WriteAsync(string key, Stream bytes, CancellationToken cancellationToken) => storage.WriteAsync(key, bytes, cancellationToken);

        public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => storage.OpenAsync(key, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
            IsAway ? Task.FromException(new StorageAwayException(new IOException("It is away."))) : storage.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken) => storage.ListAsync(before, cancellationToken);
    }
}
