using Parley.Chat.Transfer.Pdf;

namespace Parley.Tests.Chat.Transfer;

public sealed class TextPiecesTests
{
    [Fact]
    public void Lines_break_at_blanks_after_hyphens_and_between_ideographs() =>
        Assert.Equal(["two ", "well-", "known ", "我", "们", "坐。"], Split("two well-known 我们坐。").Select(p => p.Text));

    [Theory]
    [InlineData("abc אבג", false, "abc| |אבג")]
    [InlineData("abc אבג דהו xyz", false, "abc| |דהו| |אבג| |xyz")]
    [InlineData("אבג abc def דהו", true, "דהו| |abc| |def| |אבג")]
    [InlineData("אבג 123 דהו", true, "דהו| |123| |אבג")]
    public void Pieces_stand_in_the_order_in_which_they_are_seen(string text, bool isRightToLeft, string seen)
    {
        var pieces = Split(text);
        Assert.Equal(isRightToLeft, TextPieces.IsRightToLeft(pieces));
        Assert.Equal(seen, string.Join('|', TextPieces.Order(pieces, isRightToLeft).Select(p => p.Text)));
    }

    [Fact]
    public void Marks_stay_with_their_letters_and_controls_vanish() =>
        Assert.Equal(["e\u0301a"], Split("e\u0301\u202Ea\u0007").Select(p => p.Text));

    private static List<PdfPiece> Split(string text) => TextPieces.Split([new PdfRun(text)], (rune, _) => rune > 0x2E80 ? "far" : "near");
}
