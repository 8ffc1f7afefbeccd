using CsCheck;
using Parley.Ui;
using Parley.Ui.Rendering;

namespace Parley.Tests.Ui;

public sealed class ChartShapeTests
{
    [Theory]
    [InlineData(0, false, 1)]
    [InlineData(0, true, 4)]
    [InlineData(1, false, 1)]
    [InlineData(3, false, 4)]
    [InlineData(5, true, 8)]
    [InlineData(20, true, 20)]
    [InlineData(1334, true, 2000)]
    [InlineData(0.5, false, 0.6)]
    [InlineData(41, true, 60)]
    [InlineData(2.1, false, 4)]
    [InlineData(99, true, 100)]
    public void The_axis_ends_at_a_number_that_reads_well(double max, bool isCount, double end) => Assert.Equal(end, ChartShape.Ceiling(max, isCount), 9);

    [Fact]
    public void Every_mark_stands_inside_the_chart() => Gen.Double[0, 1e12].Array[0, 200].Sample(values =>
    {
        var shape = ChartShape.Of([.. values.Select((value, i) => new ChartPoint($"{i}", value))]);
        Assert.Equal(values.Length, shape.Marks.Count);
        Assert.All(shape.Marks, mark =>
        {
            Assert.InRange(mark.X, ChartShape.Left, ChartShape.Width);
            Assert.InRange(mark.Y, ChartShape.Top, ChartShape.Bottom);
        });
        Assert.InRange(shape.Marks.Count(mark => mark.HasLabel), Math.Min(values.Length, 1), 8);
    });

    [Theory]
    [InlineData(9_500, "9,500"), InlineData(12_500, "12.5 k"), InlineData(400_000, "400 k"), InlineData(2_000_000, "2 M")]
    public void An_axis_has_room_for_short_ones(double value, string text) => Assert.Equal(text, ChartShape.Short(value));

    [Theory]
    [InlineData(3_240_000, "3.2 M")]
    [InlineData(1204, "1,204")]
    [InlineData(0.4, "0.4")]
    [InlineData(0, "0")]
    [InlineData(0.0375, "0.0375")]
    [InlineData(0.000123456, "0.000123")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, ChartShape.Number(value));
}
