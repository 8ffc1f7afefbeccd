using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>The conversation behind <c>previous_response_id</c>, written out: what was asked and answered, oldest first, and then what is asked now. Any
/// upstream can go on from there, also one that never saw the beginning.</summary>
internal sealed class ResponseChain(IResponseStore store)
{
    private const int Longest = 1000;

    /// <summary>The value of <c>input</c> for a request that goes on from <paramref name="previous"/>.</summary>
    public async ValueTask<byte[]> InputAsync(StoredResponse previous, ReadOnlyMemory<byte> input, Caller caller, CancellationToken cancellationToken)
    {
        var turns = new Stack<StoredResponse>([previous]);
        var bytes = previous.Input.Length + previous.Body.Length;
        // Some servers give ids more than once: a circle ends where it closes.
        HashSet<string> seen = new(StringComparer.Ordinal) { previous.Id };
        while (turns.Peek().PreviousId is { } before && seen.Add(before))
        {
            var turn = await store.FindAsync(before, caller, cancellationToken).ConfigureAwait(false) ?? throw Missing(before);
            turns.Push(turn);
            bytes += turn.Input.Length + turn.Body.Length;
            if (turns.Count > Longest || bytes > RequestBody.MaxBytes) throw TooLong();
        }

        using var output = new PooledBytes(bytes + input.Length);
        output.Raw("["u8);
        foreach (var turn in turns)
        {
            AddInput(turn.Input, output);
            AddOutput(turn.Body, output);
        }

        AddInput(input, output);
        output.Raw("]"u8);
        return output.Written.ToArray();
    }

    /// <summary>The caller has no such response.</summary>
    public static GatewayFaultException Missing(string id) => new(new GatewayFault(FaultKind.InvalidRequest, $"Previous response with id '{(id.Length > 100 ? id[..100] : id)}' not found.")
    {
        Param = "previous_response_id", Code = "previous_response_not_found",
    });

    private static GatewayFaultException TooLong() => GatewayFaultException.Invalid(
        "The conversation behind this response is too long to go on from. Begin a new one, with what matters of the old one in its input.", "previous_response_id");

    private static void AddInput(ReadOnlyMemory<byte> input, PooledBytes output)
    {
        if (input.IsEmpty || input.Span.SequenceEqual("null"u8)) return;
        if (input.Span[0] == (byte)'[')
        {
            foreach (var item in KeptItems.Of(input)) Add(item, output);
            return;
        }

        Add((byte[])[.. "{\"role\":\"user\",\"content\":"u8, .. input.Span, (byte)'}'], output);
    }

    private static void AddOutput(ReadOnlyMemory<byte> body, PooledBytes output)
    {
        foreach (var item in KeptItems.OfOutput(body)) Add(KeptItems.GivenBack(item), output);
    }

    private static void Add(ReadOnlyMemory<byte> item, PooledBytes output)
    {
        if (item.IsEmpty) return;
        if (output.Count > 1) output.Raw(","u8);
        output.Raw(item.Span);
    }
}
