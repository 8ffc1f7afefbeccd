using Parley.Chat.Generations;

namespace Parley.Tests.Chat.Generations;

public sealed class BlockEndsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one line", "")]
    [InlineData("one\n\n", "")]
    [InlineData("one\n\n   ", "")]
    [InlineData("one\n\ntwo", "one\n\n")]
    [InlineData("one\r\n\r\ntwo\r\n\r\nthree", "one\r\n\r\ntwo\r\n\r\n")]
    [InlineData("```\ncode\n\nmore", "")]
    [InlineData("```\ncode\n\nmore\n```\n\nbehind", "```\ncode\n\nmore\n```\n\n")]
    [InlineData("~~~~\n~~~\n\nx\n~~~~\n\ny", "~~~~\n~~~\n\nx\n~~~~\n\n")]
    public void A_block_ends_behind_an_empty_line_outside_of_code(string text, string finished) => Assert.Equal(finished, text[..BlockEnds.Last(text)]);

    /// <summary>Looked at in any steps, the finished blocks and what is left are the text.</summary>
    [Fact]
    public void Any_steps_lose_nothing()
    {
        var dice = new Random(3);
        string[] pieces = ["word ", "\n", "\n\n", "```\n", "- item\n", "  ", "~~~\n", "# head\n"];
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, dice.Next(40)).Select(_ => pieces[dice.Next(pieces.Length)]));
            var (told, at) = (0, 0);
            while (at < text.Length)
            {
                at = Math.Min(text.Length, at + 1 + dice.Next(8));
                var end = BlockEnds.Last(text.AsSpan(told, at - told));
                Assert.InRange(end, 0, at - told);
                told += end;
            }

            Assert.Equal(told, BlockEnds.Last(text));
        }
    }
}
