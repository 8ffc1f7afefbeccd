using System.Collections.Frozen;
using System.Text;
using Parley.Gateway.Ports;
using Parley.Streams;
using Parley.Streams.Responses;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Streams;

/// <summary>Responses in the database, under ids that some servers give more than once.</summary>
public sealed class ResponseStoreTests
{
    private static readonly Caller Ada = new("k1", null, "ada", FrozenSet<string>.Empty), Bob = new("k2", null, "bob", FrozenSet<string>.Empty);

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task The_newer_answer_is_kept_with_its_own_question(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        using var store = new ResponseStore(new StreamsOptions(), database);
        await store.StartAsync(Token);
        await store.SaveAsync(Response(Ada, "one", "resp_before"), Token);
        await store.SaveAsync(Response(Bob, "his", null), Token);
        await Task.WhenAll(store.SaveAsync(Response(Ada, "two", null), Token).AsTask(), store.SaveAsync(Response(Ada, "three", "resp_two"), Token).AsTask());
        await store.UpdateAsync(Response(Ada, "changed", "resp_else"), Token);

        var kept = await store.FindAsync("resp_again", Ada, Token);
        Assert.Equal(("\"three\"", "\"answer to changed\"", "resp_two"), (Text(kept!.Input), Text(kept.Body), kept.PreviousId));
        Assert.Equal("\"his\"", Text((await store.FindAsync("resp_again", Bob, Token))!.Input));
        await store.StopAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StoredResponse Response(Caller caller, string question, string? previous) => new()
    {
        Id = "resp_again", KeyId = caller.KeyId, CreatedAt = DateTimeOffset.UtcNow, PreviousId = previous,
        Input = Encoding.UTF8.GetBytes($"\"{question}\""), Body = Encoding.UTF8.GetBytes($"\"answer to {question}\""),
    };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
