using Parley.Shared;

namespace Parley.Tests.Shared;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_figures_stand_at_the_right() => Assert.Equal(
        ["NAME      CALLS  WHY", "acme         12  it answers", "somebody      -  -"],
        TextTable.Lines(["NAME", ">CALLS", "WHY"], [["acme", "12", "it answers"], ["somebody", null, ""]]));

    [Fact]
    public void A_table_without_rows_has_its_header() => Assert.Equal(["A  B"], TextTable.Lines(["A", ">B"], []));

    [Fact]
    public void Fields_stand_below_each_other_and_what_is_not_known_is_left_out() => Assert.Equal(
        ["  kind       chat", "  base URL   https://x", "             https://y"],
        TextTable.Fields(("kind", "chat"), ("left out!", null), ("base URL", "https://x\nhttps://y")));

    [Theory]
    [InlineData(0, "0 lines are"), InlineData(1, "1 line is"), InlineData(2, "2 lines are")]
    public void Numbers_of_things_are_said_as_people_say_them(int count, string says) => Assert.Equal(says, Counted.Are(count, "line"));
}
