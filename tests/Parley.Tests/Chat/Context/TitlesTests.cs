using Parley.Chat.Context;

namespace Parley.Tests.Chat.Context;

public sealed class TitlesTests
{
    [Theory]
    [InlineData("Hello there", "Hello there")]
    [InlineData("\n\n## What is *this*?\nmore", "What is *this*?")]
    [InlineData("   ", "")]
    [InlineData("One two three four five six seven eight nine ten eleven twelve thirteen", "One two three four five six seven eight nine ten eleven…")]
    public void The_first_words_are_a_title(string message, string title) => Assert.Equal(title, Titles.Of(message));

    [Fact]
    public void A_word_without_an_end_is_cut_between_characters()
    {
        var title = Titles.Of(string.Concat(Enumerable.Repeat("😀", 100)));
        Assert.InRange(title.Length, 50, 62);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(title)));
    }

    [Theory]
    [InlineData("\"Trip to Oslo\"", "Trip to Oslo")]
    [InlineData("**Trip to Oslo.**", "Trip to Oslo")]
    [InlineData("Title: Trip to Oslo", "Trip to Oslo")]
    [InlineData("  Trip to Oslo \n", "Trip to Oslo")]
    [InlineData("Sure! Here is a title:\nTrip to Oslo", null)]
    [InlineData("", null)]
    [InlineData("I am a demonstration and can only talk about myself, which I do at some length in this sentence here", null)]
    public void What_a_model_says_is_a_title_only_when_it_looks_like_one(string said, string? title) => Assert.Equal(title, Titles.Clean(said));
}
