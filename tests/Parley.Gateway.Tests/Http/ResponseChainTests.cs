using System.Collections.Frozen;
using System.Text;
using Parley.Gateway.Http;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Http;

/// <summary>The conversation behind <c>previous_response_id</c>.</summary>
public sealed class ResponseChainTests
{
    private static readonly Caller Ada = new("k1", null, "ada", FrozenSet<string>.Empty);

    [Fact]
    public async Task It_is_written_out_oldest_first()
    {
        var input = await new ResponseChain(new Few(Turn("r1", "one", null))).InputAsync(Turn("r2", "two", "r1"), "\"three\""u8.ToArray(), Ada, default);
        Assert.Equal(["one", "answer to one", "two", "answer to two", "three"], Said(input));
    }

    [Theory]
    [InlineData("r1", new[] { "one", "answer to one", "two", "answer to two", "three" })] // the oldest goes on from the newest
    [InlineData("r0", new[] { "one", "answer to one", "two", "answer to two", "three" })] // or from itself
    public async Task A_circle_ends_where_it_closes(string closing, string[] expected)
    {
        var oldest = Turn("r0", "one", closing);
        var input = await new ResponseChain(new Few(oldest)).InputAsync(Turn("r1", "two", "r0"), "\"three\""u8.ToArray(), Ada, default);
        Assert.Equal(expected, Said(input));
    }

    [Fact]
    public async Task A_turn_that_is_not_there_is_named()
    {
        var chain = new ResponseChain(new Few());
        var missing = await Assert.ThrowsAsync<GatewayFaultException>(async () => await chain.InputAsync(Turn("r1", "two", "r0"), "\"three\""u8.ToArray(), Ada, default));
        Assert.Contains("'r0'", missing.Fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Said(byte[] input) => System.Text.Json.JsonDocument.Parse(input).RootElement.EnumerateArray()
        .Select(item => item.GetProperty("content") is { ValueKind: System.Text.Json.JsonValueKind.Array } parts ? parts[0].GetProperty("text").GetString()! : item.GetProperty("content").GetString()!);

    private static StoredResponse Turn(string id, string question, string? previous) => new()
    {
        Id = id, CreatedAt = DateTimeOffset.UnixEpoch, PreviousId = previous, Input = Encoding.UTF8.GetBytes($"\"{question}\""),
        Body = Encoding.UTF8.GetBytes($$"""{"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"answer to {{question}}"}]}]}"""),
    };

    private sealed class Few(params StoredResponse[] kept) : IResponseStore
    {
        public ValueTask<StoredResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) => new(kept.SingleOrDefault(r => r.Id == id));

        public ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is kept here.");

        public ValueTask UpdateAsync(StoredResponse response, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is kept here.");

        public ValueTask<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is forgotten here.");
    }
}
