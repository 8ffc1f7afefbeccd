using System.Globalization;
using System.Text;

namespace Parley.Ui.Rendering;

/// <summary>Where the parts of a chart stand: pure geometry.</summary>
internal sealed record ChartShape(IReadOnlyList<ChartShape.Tick> Ticks, IReadOnlyList<ChartShape.Mark> Marks, double BarWidth, string Line, string Area)
{
    public const double Width = 560;
    public const double Height = 220;
    public const double Left = 52;
    public const double Top = 10;
    public const double Bottom = Height - 28;
    private const int TickCount = 4;
    private const int MaxLabels = 8;
    private const int SmallCount = 20;
    private const double MaxBar = 44;

    public static ChartShape Of(IReadOnlyList<ChartPoint> points)
    {
        var top = Ceiling(points.Count == 0 ? 0 : points.Max(point => point.Value), isCount: points.All(point => point.Value == Math.Floor(point.Value)));
        var ticks = Enumerable.Range(0, TickCount + 1).Select(i => top * i / TickCount).Select(value => new Tick(Y(value, top), Short(value))).ToList();
        var step = points.Count == 0 ? 0 : (Width - Left) / points.Count;
        var every = Math.Max(1, (points.Count + MaxLabels - 1) / MaxLabels);
        var marks = points.Select((point, i) => new Mark(Left + step * (i + 0.5), Y(point.Value, top), point, i % every == 0)).ToList();
        var line = Path(marks);
        var area = marks.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{line}L{marks[^1].X:0.##} {Bottom}L{marks[0].X:0.##} {Bottom}Z");
        return new(ticks, marks, Math.Min(MaxBar, step * 0.62), line, area);
    }

    /// <summary>Short and readable: 1,204; 3.2 M; 0.000125.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1e9 => (value / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " M",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 1 or 0 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => Math.Round((decimal)value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12)).ToString("0.############", CultureInfo.InvariantCulture),
    };

    /// <summary>For the axis, where there is little room.</summary>
    internal static string Short(double value) => value is >= 1e4 and < 1e6 ? (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " k" : Number(value);

    /// <summary>The next of 1, 2, 4, 6, 8 times a power of ten: their quarters, the ticks, read well, and those of counts are whole; of small counts a multiple of four.</summary>
    internal static double Ceiling(double max, bool isCount)
    {
        if (isCount && max <= SmallCount) return Math.Max(1, Math.Ceiling(max / TickCount)) * TickCount;
        if (max <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(max)));
        foreach (var factor in (double[])[1, 2, 4, 6, 8, 10])
            if (max <= factor * power * (1 + 1e-9)) return factor * power;
        return 10 * power;
    }

    private static double Y(double value, double top) => Bottom - (Bottom - Top) * Math.Clamp(value / top, 0, 1);

    private static string Path(List<Mark> marks)
    {
        var path = new StringBuilder();
        foreach (var mark in marks) path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{mark.X:0.##} {mark.Y:0.##}");
        return path.ToString();
    }

    internal sealed record Tick(double Y, string Label);

    internal sealed record Mark(double X, double Y, ChartPoint Point, bool HasLabel);
}
