using System.Buffers;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Ids of items that Parley wrote: <c>msg_x_0</c> is the first of <c>resp_x</c>, where <c>req_x</c> was the request. Vendors' ids have one underscore.</summary>
internal static class ItemIds
{
    private const int RequestPart = 26;

    private static readonly SearchValues<byte> OfRequests = SearchValues.Create("0123456789abcdefghjkmnpqrstvwxyz."u8);

    /// <summary>Whether Parley made an id, which no vendor knows.</summary>
    public static bool IsOwn(ReadOnlySpan<byte> id)
    {
        var (start, end) = (id.IndexOf((byte)'_') + 1, id.LastIndexOf((byte)'_'));
        return start > 1 && end - start >= RequestPart && !id[start..end].ContainsAnyExcept(OfRequests)
            && end + 1 < id.Length && !id[(end + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
