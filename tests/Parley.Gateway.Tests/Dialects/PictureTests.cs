using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

public sealed class PictureTests
{
    [Theory]
    [InlineData("data:image/png;base64,AAAA", "image/png", "AAAA")]
    [InlineData(@"data:image\/jpeg;base64,\/9j\u003d", "image/jpeg", @"\/9j\u003d")]
    [InlineData("DATA:image/webp;name=a;BASE64,AA==", "image/webp", "AA==")]
    [InlineData("data:image/svg+xml,<svg>", "", "")]
    [InlineData("data:audio/wav;base64,AAAA", "", "")]
    [InlineData("https://example.com/a,b.png", "", "")]
    [InlineData("", "", "")]
    public void A_data_url_of_a_picture_is_one(string escaped, string type, string base64)
    {
        var picture = Picture.OfUrl(JsonText.FromEscaped(Encoding.UTF8.GetBytes(escaped)));
        Assert.Equal((type, base64), (picture.Type.ToString(), Encoding.UTF8.GetString(picture.Base64.Escaped.Span)));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4 * 1024 / 3, 1)]
    [InlineData(4 * 1024, 3)]
    [InlineData((4 * 1024) + 4, 4)]
    public void Its_size_is_told_in_kilobytes(int characters, long kilobytes) =>
        Assert.Equal(kilobytes, Picture.Kilobytes(Encoding.UTF8.GetBytes(new string('A', characters))));
}
