using System.Text;
using Parley.Chat.Transfer;

namespace Parley.Tests.Chat.Transfer;

public sealed class JsonElementsTests
{
    public static TheoryData<string, string[], string?> Files => new()
    {
        { "[]", [], null },
        { " [ {\"a\":1} , {\"b\":[{}]}\n] ", ["{\"a\":1}", "{\"b\":[{}]}"], null },
        { "{\"a\":\"}\\\"{\"}", ["{\"a\":\"}\\\"{\"}"], null },
        { "[{\"a\":1},{\"b\":", ["{\"a\":1}"], "breaks off in the middle of a conversation" },
        { "[{\"a\":1}", ["{\"a\":1}"], "breaks off" },
        { "[{\"a\":1},5]", ["{\"a\":1}"], "no object where a conversation belongs" },
        { "[{broken},{\"b\":1}]", ["{broken}", "{\"b\":1}"], null },
        { "hello", [], "is no JSON array or object" },
        { "", [], "is no JSON array or object" },
        { "\uFEFF[{}]", ["{}"], null },
        { "[" + "{\"long\":\"" + new string('x', 200) + "\"}", [], "of more than" },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task Elements_come_one_by_one_however_the_bytes_come(string file, string[] elements, string? trouble)
    {
        foreach (var chunk in new[] { 1, 2, 7, 1_000 })
        {
            var reader = new JsonElements(new Trickle(Encoding.UTF8.GetBytes(file), chunk), mostBytes: 100);
            List<string> seen = [];
            await foreach (var element in reader.ReadAsync(CancellationToken.None)) seen.Add(Encoding.UTF8.GetString(element.Span));
            Assert.Equal(elements, seen);
            if (trouble is null) Assert.Null(reader.Trouble);
            else Assert.Contains(trouble, reader.Trouble, StringComparison.Ordinal);
        }
    }

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
