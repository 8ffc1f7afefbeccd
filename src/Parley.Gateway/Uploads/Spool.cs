using System.Buffers;

namespace Parley.Gateway.Uploads;

/// <summary>
/// A temporary file of one request, for files that come before the name of the model that they are for. Only this process can read
/// it, and it is gone with the request, or with the process: under Unix it loses its name as soon as it is open, elsewhere the system
/// deletes what is no longer open.
/// </summary>
internal sealed class Spool : IDisposable
{
    /// <summary>Pieces in which files are copied.</summary>
    public const int PieceBytes = 64 * 1024;

    private readonly FileStream _file;
    private long _length;

    public Spool()
    {
        var path = Path.Combine(Path.GetTempPath(), $"parley-upload-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (OperatingSystem.IsWindows()) options.Options |= FileOptions.DeleteOnClose;
        else options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    /// <summary>Adds a piece.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_file.SafeFileHandle, piece, _length, cancellationToken).ConfigureAwait(false);
        _length += piece.Length;
    }

    /// <summary>How much stands in it.</summary>
    public long Length => _length;

    /// <summary>Copies a run of it; any number of times.</summary>
    public async Task CopyToAsync(SpoolRange range, Stream target, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (long at = 0; at < range.Length;)
            {
                var most = (int)Math.Min(buffer.Length, range.Length - at);
                var read = await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer.AsMemory(0, most), range.Start + at, cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new EndOfStreamException("The temporary file is shorter than what was written to it.");
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();
}
