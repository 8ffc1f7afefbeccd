using System.Net;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>A piece of a body to be replaced: where it stands, and what comes there instead.</summary>
internal readonly record struct Splice(Range Where, ReadOnlyMemory<byte> Replacement);

/// <summary>
/// The client's body with a few values replaced in place: everything else reaches the upstream byte for byte, without
/// a copy. Splices are in order and do not overlap. Over HTTP/2 a send goes on while the answer is read already, and
/// perhaps longer than the request: the body's owner is told.
/// </summary>
internal sealed class SplicedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly IReadOnlyList<Splice> _splices;
    private readonly ClientBody? _owner;
    private readonly long _length;

    public SplicedContent(ReadOnlyMemory<byte> body, IReadOnlyList<Splice> splices, ClientBody? owner = null)
    {
        _owner = owner;
        _body = body;
        _splices = splices;
        _length = body.Length;
        foreach (var splice in splices) _length += splice.Replacement.Length - splice.Where.GetOffsetAndLength(body.Length).Length;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_owner is { } owner && !owner.TryBeginSend()) throw new IOException("The request ended before its body was sent.");
        var at = 0;
        foreach (var splice in _splices)
        {
            var (offset, length) = splice.Where.GetOffsetAndLength(_body.Length);
            await stream.WriteAsync(_body[at..offset], cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(splice.Replacement, cancellationToken).ConfigureAwait(false);
            at = offset + length;
        }

        await stream.WriteAsync(_body[at..], cancellationToken).ConfigureAwait(false);
        _owner?.EndSend();
    }
}
