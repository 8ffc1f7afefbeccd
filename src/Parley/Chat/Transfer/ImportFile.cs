using System.IO.Compression;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Parley.Chat.Transfer;

/// <summary>A file that somebody sent, kept in a temporary file while it is read: as the body itself, or as the first file of a form.</summary>
internal sealed class ImportFile : IAsyncDisposable
{
    /// <summary>Longest file that is taken.</summary>
    public const long MostBytes = 512L * 1024 * 1024;

    private static ReadOnlySpan<byte> ZipMagic => "PK\x03\x04"u8;

    /// <summary>Of a zip: so long may its directory be (a hundred thousand pictures have a place in it), and so many files are read.</summary>
    private const long LongestDirectory = 16 * 1024 * 1024;

    private const int MostFiles = 1000;

    private readonly FileStream _file;

    private ImportFile(FileStream file) => _file = file;

    /// <summary>Null when a form holds no file.</summary>
    public static async Task<ImportFile?> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            if (await FindPartAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), cancellationToken) is not { } part) return null;
            body = part;
        }

        return await KeepAsync(body, cancellationToken);
    }

    /// <summary>How much of it was read: 0 to 1.</summary>
    public double Part => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>Takes the file out of a stream.</summary>
    public static async Task<ImportFile> KeepAsync(Stream body, CancellationToken cancellationToken)
    {
        // It is what people said to models: readable by nobody else, and gone with the last handle.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"parley-import-{Path.GetRandomFileName()}"), options);
        try
        {
            await body.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return new ImportFile(file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands over what may hold conversations: the file, or the right files of a zip. Vendors put theirs into <c>conversations.json</c>, big ones into several.</summary>
    public async Task ReadAsync(Func<string, Stream, Task> take, ImportCount count, CancellationToken cancellationToken)
    {
        var magic = new byte[4];
        var isZip = await _file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken) == magic.Length && magic.AsSpan().SequenceEqual(ZipMagic);
        _file.Position = 0;
        if (!isZip)
        {
            await take("The file", _file);
            return;
        }

        try
        {
            if (await ZipDirectory.LengthAsync(_file, cancellationToken) is not <= LongestDirectory)
            {
                count.Trouble("The zip", "is broken, or holds far more files than an export does");
                return;
            }

            _file.Position = 0;
            await using var zip = await ZipArchive.CreateAsync(_file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            var json = zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).ToList();
            var named = json.Where(entry => entry.Name.StartsWith("conversations", StringComparison.OrdinalIgnoreCase)).ToList();
            var wanted = named.Count > 0 ? named : json;
            if (wanted.Count > MostFiles || wanted.Any(entry => entry.Length > JsonElements.MostOfAll) || wanted.Sum(entry => entry.Length) > JsonElements.MostOfAll)
            {
                count.Trouble("The zip", "unpacks to far more than conversations are");
                return;
            }

            foreach (var entry in wanted)
            {
                await using var stream = await entry.OpenAsync(cancellationToken);
                await take(entry.FullName, stream);
            }

            if (json.Count == 0) count.Trouble("The zip", "holds no conversations.json");
        }
        catch (InvalidDataException)
        {
            count.Trouble("The zip", $"is broken; {count.Seen} conversations were read before that, and what could be imported of them was kept");
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<Stream?> FindPartAsync(Stream body, string boundary, CancellationToken cancellationToken)
    {
        if (boundary.Length is 0 or > 200) return null;
        var parts = new MultipartReader(boundary, body);
        try
        {
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) && disposition.IsFileDisposition()) return part.Body;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A form that breaks off holds no file.
        }

        return null;
    }
}
