using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Messages;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("quote \" backslash \\ newline \n tab \t nul \0 emoji \U0001F600 żółw")]
    public void Escaping_and_decoding_returns_the_text(string text) => Assert.Equal(text, JsonText.From(text).ToString());

    [Fact]
    public void Half_a_surrogate_pair_decodes_to_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", JsonText.FromEscaped("a\\ud83db"u8.ToArray()).ToString());

    [Fact]
    public void An_escaped_surrogate_pair_decodes_to_its_character() =>
        Assert.Equal("\U0001F600", JsonText.FromEscaped("\\ud83d\\ude00"u8.ToArray()).ToString());
}
