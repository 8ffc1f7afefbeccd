using System.Text;
using Parley.Gateway.Dialects.OpenAiChat;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class EmbeddingVectorsTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"index":1,"embedding":[0.5,-1e-3]},{"object":"embedding","embedding":[1,2],"index":0}],"model":"m","usage":{"prompt_tokens":2}}""", 2, "1,2|0.5,-0.001")]
    [InlineData("""{"usage":{"data":[3]},"data":[{"embedding":[1]}]}""", 1, "1")]
    // Whoever leaves the index out keeps the order.
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[2]}]}""", 2, "1|2")]
    public void Vectors_stand_where_their_texts_stood(string body, int count, string vectors) =>
        Assert.Equal(vectors, string.Join('|', Read(body, count)!.Select(v => string.Join(',', v))));

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":-1,"embedding":[1]},{"index":"x","embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[]},{"embedding":[]}]}""")]
    [InlineData("""{"data":[{"embedding":"AAAAAA=="},{"embedding":"AAAAAA=="}]}""")]
    [InlineData("""{"data":[{"embedding":[1,"x"]},{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[1""")]
    public void What_is_not_two_vectors_of_one_length_is_nothing(string body) => Assert.Null(Read(body, 2));

    [Fact]
    public void Texts_are_sent_as_they_are_but_for_half_characters()
    {
        var (body, envelope) = OwnBody.WriteTexts("m\"1", ["a \"b\"\n", "cut \ud83d", ""]);
        using var json = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal(["a \"b\"\n", "cut \ufffd", ""], json.RootElement.GetProperty("input").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("m\"1", json.RootElement.GetProperty("model").GetString());
        Assert.Equal(json.RootElement.GetProperty("model").GetRawText(), Encoding.UTF8.GetString(body.AsSpan()[envelope.ModelValue]));
    }

    private static float[][]? Read(string body, int count) => EmbeddingVectors.Read(Encoding.UTF8.GetBytes(body), count);
}
