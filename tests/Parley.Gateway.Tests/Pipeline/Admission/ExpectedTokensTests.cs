using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Admission;

namespace Parley.Gateway.Tests.Pipeline.Admission;

public sealed class ExpectedTokensTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{"max_tokens":7}""", 7)]
    [InlineData("""{ "max_completion_tokens" : 8 , "model":"m"}""", 8)]
    [InlineData("""{"max_output_tokens":9,"max_tokens":4}""", 9)]
    [InlineData("""{"max_tokens":-5}""", 0)]
    [InlineData("""{"max_tokens":"12"}""", 0)]
    [InlineData("""{"max_tokens":null,"deep":{"max_tokens":99}}""", 0)]
    [InlineData("""{"max_tokens":1.5}""", 0)]
    [InlineData("""{"max_tokens":9000000000}""", TokenBucket.Most)]
    [InlineData("""{"max_tokens":99999999999999999999}""", 0)]
    public void The_longest_answer_is_read_where_the_formats_say_it(string body, long tokens) => Assert.Equal(tokens, ExpectedTokens.LongestAnswer(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Four_bytes_are_a_token_and_counting_is_free()
    {
        var body = $$"""{"model":"m","max_tokens":10,"text":"{{new string('x', 400)}}"}""";
        Assert.Equal(body.Length / 4 + 10, ExpectedTokens.Of(Requests.Of(body)));
        Assert.Equal(body.Length / 4, ExpectedTokens.Of(Requests.Of(body, WireFormat.Chat, LlmOperation.Embed)));
        Assert.Equal(0, ExpectedTokens.Of(Requests.Of(body, WireFormat.Messages, LlmOperation.CountTokens)));
    }
}
