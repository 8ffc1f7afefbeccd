using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>
/// The key of a request: a hash of everything that shapes its answer, each piece behind its length, so that no two requests write the
/// same. The body counts byte for byte. Who serves the model counts too: when an operator changes that, nothing old is given.
/// </summary>
internal static class CacheDigest
{
    private const byte Version = 1;

    public static CacheKey Of(LlmRequest request, CacheOwner owner)
    {
        using var pieces = new PooledBytes(512);
        pieces.Number(Version);
        Text(pieces, owner.Name);
        // The app's own requests get no answer that was made for a client's bytes, nor the other way round.
        pieces.Number((ulong)request.Format | (request.IsOwn ? 0x40UL : 0));
        pieces.Number((ulong)request.Operation);
        if (request.Route is { } route)
        {
            Text(pieces, route.Model);
            // A named route may choose by them.
            Text(pieces, route.Rule is null ? "" : request.Tags ?? "");
            pieces.Number((ulong)route.Candidates.Length);
            foreach (var candidate in route.Candidates)
            {
                Text(pieces, candidate.Upstream.Name);
                Text(pieces, candidate.Upstream.Kind);
                Text(pieces, candidate.Upstream.BaseUrl?.OriginalString ?? "");
                Text(pieces, candidate.UpstreamModel);
            }
        }

        Text(pieces, request.Envelope.Model);
        pieces.Number((ulong)request.VendorHeaders.Count);
        foreach (var (name, value) in request.VendorHeaders)
        {
            Text(pieces, name);
            Text(pieces, value);
        }

        Text(pieces, request.Query);
        pieces.Number((ulong)request.Body.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pieces.Written.Span);
        hash.AppendData(request.Body.Span);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new CacheKey(owner, BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
    }

    private static void Text(PooledBytes pieces, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        pieces.Number((ulong)length);
        Encoding.UTF8.GetBytes(text, pieces.GetSpan(length));
        pieces.Advance(length);
    }
}
