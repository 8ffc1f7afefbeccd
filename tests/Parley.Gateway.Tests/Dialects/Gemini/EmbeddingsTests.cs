using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class EmbeddingsTests
{
    private const string Two = "{\"embeddings\":[{\"values\":[0.10, -2e-3,1]},{\"values\":[\n  0.5\n],\"other\":[1]}],\"somethingNew\":{}}";

    [Theory]
    [InlineData("""{"model":"m","input":"a \"b\"","encoding_format":null}""", """{"requests":[{"model":"models/e","content":{"parts":[{"text":"a \"b\""}]}}]}""", "")]
    [InlineData("""{"input":["a","b"],"dimensions":256,"encoding_format":"base64","user":"u","truncate":true}""", """{"requests":[{"model":"models/e","content":{"parts":[{"text":"a"}]},"outputDimensionality":256},{"model":"models/e","content":{"parts":[{"text":"b"}]},"outputDimensionality":256}]}""", "user truncate")]
    public void A_request_becomes_a_batch(string body, string expected, string dropped)
    {
        var request = EmbeddingsRequest.Read(Encoding.UTF8.GetBytes(body));
        var output = new ArrayBufferWriter<byte>();
        request.Write("e", output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(dropped, string.Join(' ', request.Dropped));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"input":[]}""", "input")]
    [InlineData("""{"input":[1,2]}""", "input")]
    [InlineData("""{"input":[[1,2],[3]]}""", "input")]
    [InlineData("""{"input":5}""", "input")]
    [InlineData("""{"input":["a",null]}""", "input[1]")]
    [InlineData("""{"input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"input":"a","encoding_format":"int8"}""", "encoding_format")]
    [InlineData("""{"input":"a","input":"b"}""", null)]
    public void Bad_input_is_a_400_that_names_the_field(string body, string? param)
    {
        var fault = Assert.Throws<GatewayFaultException>(() => EmbeddingsRequest.Read(Encoding.UTF8.GetBytes(body))).Fault;
        Assert.Equal((400, param), (fault.Status, fault.Param));
    }

    [Fact]
    public void An_answer_becomes_a_list_of_numbers() => Assert.Equal(
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.10,-2e-3,1]},{"object":"embedding","index":1,"embedding":[0.5]}],"model":"asked","usage":{"prompt_tokens":77,"total_tokens":77}}""",
        Written(Two, """{"input":["a","b"]}""", out _));

    [Fact]
    public void An_answer_becomes_floats_in_base64()
    {
        using var body = JsonDocument.Parse(Written(Two, """{"input":["a","b"],"encoding_format":"base64"}""", out _)!);
        var bytes = body.RootElement.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        Assert.Equal([0.1f, -0.002f, 1f], Enumerable.Range(0, 3).Select(i => BitConverter.ToSingle(bytes, i * 4)));
    }

    [Fact]
    public void What_the_vendor_counted_counts()
    {
        Assert.Contains("\"prompt_tokens\":4,", Written("""{"embeddings":[{"values":[1]}],"usageMetadata":{"promptTokenCount":4}}""", """{"input":"a"}""", out var usage), StringComparison.Ordinal);
        Assert.Equal(new Usage(Input: 4), usage);
        Written(Two, """{"input":["a","b"]}""", out usage);
        Assert.Null(usage); // so that the record says that it is estimated
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"embeddings":[]}""")]
    [InlineData("""{"embeddings":[{}]}""")]
    [InlineData("""{"embeddings":[{"values":["a"]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]},{"values":[1]}]}""")]
    [InlineData("""{"embeddings":[{"values":[1]}]} x""")]
    [InlineData("""{"embeddings":[{"values":[1""")]
    public void Anything_else_is_garbage(string body)
    {
        Assert.Null(Written(body, """{"input":"a"}""", out _));
        Assert.Null(Written(body, """{"input":"a","encoding_format":"base64"}""", out _));
    }

    private static string? Written(string body, string request, out Usage? usage)
    {
        var answer = new EmbeddingsAnswer(EmbeddingsRequest.Read(Encoding.UTF8.GetBytes(request)), "asked");
        var output = new ArrayBufferWriter<byte>();
        var isWritten = answer.TryWrite(Encoding.UTF8.GetBytes(body), () => 77, output);
        usage = answer.Usage;
        return isWritten ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
