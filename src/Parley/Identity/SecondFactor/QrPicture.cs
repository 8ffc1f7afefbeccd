using System.Text;
using QRCoder;

namespace Parley.Identity.SecondFactor;

/// <summary>A QR code as an outline, for a picture that is part of the page. Pure.</summary>
/// <param name="Side">Modules on each side, with the quiet zone around them.</param>
/// <param name="Path">The dark ones, as an SVG path in units of modules.</param>
internal sealed record QrPicture(int Side, string Path)
{
    public static QrPicture Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x + 1 < rows[y].Length && rows[y][x + 1]) x++;
                path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{from} {y}h{x + 1 - from}v1h-{x + 1 - from}z");
            }
        }

        return new(rows.Count, path.ToString());
    }
}
