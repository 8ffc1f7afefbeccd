using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Identity.SecondFactor;
using QRCoder;

namespace Parley.Tests.Identity;

public sealed partial class QrPictureTests
{
    [Fact]
    public void The_outline_fills_the_dark_modules_and_no_others()
    {
        var text = Totp.Address([.. Enumerable.Range(0, Totp.SecretBytes).Select(i => (byte)i)], "ada@example.org");
        var picture = QrPicture.Of(text);
        var filled = new bool[picture.Side, picture.Side];
        foreach (Match run in Run().Matches(picture.Path))
        {
            int[] at = [.. run.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture))];
            for (var x = at[0]; x < at[0] + at[2]; x++) filled[at[1], x] = true;
        }

        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        Assert.Equal(code.ModuleMatrix.Count, picture.Side);
        for (var y = 0; y < picture.Side; y++)
            for (var x = 0; x < picture.Side; x++) Assert.Equal(code.ModuleMatrix[y][x], filled[y, x]);
        // Four quiet modules around it, and its mark in the corner: readers look for both.
        Assert.DoesNotMatch("M[0-3] |M\\d+ [0-3]h", picture.Path);
        Assert.StartsWith("M4 4h7v1h-7z", picture.Path, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\3z")]
    private static partial Regex Run();
}
