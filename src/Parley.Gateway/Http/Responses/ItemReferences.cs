using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>
/// Items of an input that only name an item of an earlier question or answer (<c>item_reference</c>; Vercel's <c>ai</c> does that for all that was stored).
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
            var wanted = IsReference(item) && kept.TryGetValue(KeptItems.IdOf(item), out var meant) ? KeptItems.GivenBack(meant) : item;
            if (wanted.IsEmpty) continue;
            if (output.Count > 1) output.Raw(","u8);
            output.Raw(wanted.Span);
            if (output.Count > RequestBody.MaxBytes) throw TooLarge();
        }

        output.Raw("]"u8);
        return output.Written.ToArray();
    }

    /// <summary>Those of the named items that are kept, by their ids.</summary>
    private async ValueTask<Dictionary<string, byte[]>> KeptAsync(List<ReadOnlyMemory<byte>> items, Caller caller, CancellationToken cancellationToken)
    {
        var named = items.Where(IsReference).Select(KeptItems.IdOf).ToHashSet();
        var kept = new Dictionary<string, byte[]>();
        var bytes = 0L;
        foreach (var id in named.Select(ResponseOf).OfType<string>().Distinct().Take(MostResponses))
        {
            if (await store.FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } response) continue;
            foreach (var item in KeptItems.OfOutput(response.Body).Concat(InputItems.Of(response)))
            {
                if (!named.Contains(KeptItems.IdOf(item))) continue;
                kept[KeptItems.IdOf(item)] = item.ToArray(); // not the whole response behind it
                if ((bytes += item.Length) > RequestBody.MaxBytes) throw TooLarge();
            }
        }

        return kept;
    }

    private static GatewayFaultException TooLarge() => GatewayFaultException.Invalid("With the items that it names written out, this request is too large.", "input");

    private static bool IsReference(ReadOnlyMemory<byte> item) => ResponseObject.Text(item, "type"u8).SequenceEqual("item_reference"u8);

    /// <summary>The response whose item is meant, as its id says: <c>msg_x_0</c> and <c>msg_x_in0</c> are of <c>resp_x</c>. Null for ids of vendors.</summary>
    private static string? ResponseOf(string id)
    {
        var (start, end) = (id.IndexOf('_', StringComparison.Ordinal) + 1, id.LastIndexOf('_'));
        return start > 0 && end > start && id.Length <= 200 ? string.Concat("resp_", id.AsSpan(start, end - start)) : null;
    }
}
