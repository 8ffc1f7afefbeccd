using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>
/// Items of an input that only name an item of an earlier answer (<c>item_reference</c>; Vercel's <c>ai</c> does that for all that was stored).
/// Those that Parley wrote no vendor can find: they are written out. Those of a vendor are left to it.
/// </summary>
internal sealed class ItemReferences(IResponseStore store)
{
    private const int MostResponses = 1000;

    /// <summary>The value of <c>input</c> with all that is kept written out; null when nothing of it is to be changed. Throws
    /// <see cref="GatewayFaultException"/> (400) when that is too much.</summary>
    public async ValueTask<byte[]?> WriteOutAsync(ReadOnlyMemory<byte> input, Caller caller, CancellationToken cancellationToken)
    {
        if (input.IsEmpty || input.Span[0] != (byte)'[' || input.Span.IndexOf("item_reference"u8) < 0) return null;
        var items = KeptItems.Of(input);
        var kept = await KeptAsync(items, caller, cancellationToken).ConfigureAwait(false);
        if (kept.Count == 0) return null;
        using var output = new PooledBytes(input.Length);
        output.Raw("["u8);
        foreach (var item in items)
        {
            var isKept = kept.TryGetValue(IdOf(item), out var meant) && IsReference(item);
            if (isKept && !KeptItems.CanGoBack(meant)) continue;
            if (output.Count > 1) output.Raw(","u8);
            output.Raw(isKept ? meant.Span : item.Span);
            if (output.Count > RequestBody.MaxBytes) throw GatewayFaultException.Invalid("With the items that it names written out, this request is too large.", "input");
        }

        output.Raw("]"u8);
        return output.Written.ToArray();
    }

    /// <summary>The items of all responses that are named, by their ids.</summary>
    private async ValueTask<Dictionary<string, ReadOnlyMemory<byte>>> KeptAsync(List<ReadOnlyMemory<byte>> items, Caller caller, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<string, ReadOnlyMemory<byte>>();
        var responses = items.Where(IsReference).Select(item => ResponseOf(IdOf(item))).OfType<string>().Distinct().Take(MostResponses);
        foreach (var id in responses)
        {
            if (await store.FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } response) continue;
            foreach (var item in KeptItems.OfOutput(response.Body)) kept[IdOf(item)] = item;
        }

        return kept;
    }

    private static bool IsReference(ReadOnlyMemory<byte> item) => ResponseObject.Text(item, "type"u8).SequenceEqual("item_reference"u8);

    private static string IdOf(ReadOnlyMemory<byte> item) => Encoding.UTF8.GetString(ResponseObject.Text(item, "id"u8));

    /// <summary>The response whose item is meant, as its id says: <c>msg_x_0</c> is of <c>resp_x</c>. Null for ids of vendors.</summary>
    private static string? ResponseOf(string id)
    {
        var (start, end) = (id.IndexOf('_', StringComparison.Ordinal) + 1, id.LastIndexOf('_'));
        return start > 0 && end > start && id.Length <= 200 ? string.Concat("resp_", id.AsSpan(start, end - start)) : null;
    }
}
