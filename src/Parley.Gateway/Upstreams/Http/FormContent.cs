using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Uploads;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// A form written anew: with a boundary of its own and the upstream's name of the model, all else byte for byte as the client
/// sent it. Its length is told where all of it is here; what still comes from the client goes on piece by piece.
/// </summary>
internal sealed class FormContent : HttpContent
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly FormUpload _upload;
    private readonly byte[] _model, _delimiter, _end;

    public FormContent(FormUpload upload, string upstreamModel)
    {
        _upload = upload;
        _model = Encoding.UTF8.GetBytes(upstreamModel);
        // Nobody who writes a form's fields can guess it.
        var boundary = $"parley-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        _delimiter = Encoding.ASCII.GetBytes($"--{boundary}\r\n");
        _end = Encoding.ASCII.GetBytes($"--{boundary}--\r\n");
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
    }

    /// <summary>Whose patience is not tried by a client that sends slowly.</summary>
    public CallWatch? Watch { get; set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _end.Length;
        foreach (var part in _upload.Kept)
            length += _delimiter.Length + part.Head.Length + (part.File?.Length ?? ValueOf(part).Length) + LineEnd.Length;
        return _upload.Rest is null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _upload.SendAsync(token => WriteAsync(stream, token), cancellationToken);

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        foreach (var part in _upload.Kept)
        {
            await BeginAsync(stream, part.Head, cancellationToken).ConfigureAwait(false);
            if (part.File is { } file) await _upload.CopyAsync(file, stream, cancellationToken).ConfigureAwait(false);
            else await stream.WriteAsync(ValueOf(part), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
        }

        if (_upload.Rest is not null) await WriteRestAsync(stream, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteRestAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Spool.PieceBytes);
        try
        {
            while (_upload.Rest!.Head is { } head)
            {
                await BeginAsync(stream, head.Lines, cancellationToken).ConfigureAwait(false);
                int read;
                while ((read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                    await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Watch?.Rest();
        var read = await _upload.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Watch?.WaitOn();
        return read;
    }

    private async ValueTask BeginAsync(Stream stream, ReadOnlyMemory<byte> head, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_delimiter, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> ValueOf(FormPart part) => part is { File: null, Name: FormUpload.ModelField } ? _model : part.Value;
}
