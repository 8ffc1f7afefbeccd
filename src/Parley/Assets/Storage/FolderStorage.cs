using System.Runtime.CompilerServices;
using Parley.Data;

namespace Parley.Assets.Storage;

/// <summary>Keeps bytes in the data folder, each entry a file that is readable by nobody else.</summary>
internal sealed class FolderStorage(DatabaseOptions data) : IBlobStorage
{
    private const string Unfinished = ".part";

    private readonly string _root = Path.Combine(Path.GetFullPath(data.DataFolder), "files");

    public string Place => $"the folder {_root} (Parley:DataFolder)";

    /// <summary>A file that is gone with its last handle.</summary>
    public FileStream Temporary() => Create(Path.Combine(Folder("incoming"), Path.GetRandomFileName()), FileOptions.DeleteOnClose);

    public async Task WriteAsync(string key, Stream bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(key, create: true);
        await using (var file = Create(path + Unfinished, FileOptions.None))
        {
            await bytes.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 0 }));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        if (Directory.Exists(_root)) File.Delete(PathOf(key, create: true));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_root)) yield break;
        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Path.GetDirectoryName(path) == Path.Combine(_root, "incoming") || File.GetLastWriteTimeUtc(path) >= before.UtcDateTime) continue;
            yield return Path.GetFileName(path);
            await Task.Yield();
        }
    }

    /// <summary>Keys begin with a hash: its first two digits spread them over 256 folders.</summary>
    private string PathOf(string key, bool create = false) => Path.Combine(create ? Folder(key[..2]) : Path.Combine(_root, key[..2]), key);

    private string Folder(string name)
    {
        var path = Path.Combine(_root, name);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static FileStream Create(string path, FileOptions more)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = more | FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
