using System.Net;
using System.Text;
using Parley.Tests.Chat;
using SkiaSharp;

namespace Parley.Tests.Assets;

/// <summary>Pictures are drawn anew.</summary>
public sealed class PictureTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private readonly Guid _person = Guid.CreateVersion7();

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png", "a.png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg", "a.jpg")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp", "a.webp")]
    public async Task What_it_is_is_told_by_the_content_not_by_the_name(SKEncodedImageFormat format, string type, string name)
    {
        var stage = await stages.OnAsync(false);
        var file = await stage.UploadAsync(_person, SampleFiles.Picture(300, 200, format), "a.gif", type: "text/html");
        Assert.Equal((name, "image", type), (file.GetProperty("name").GetString(), file.GetProperty("kind").GetString(), file.GetProperty("mediaType").GetString()));
        Assert.Equal((300, 200), (file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()));
        var (bytes, head) = await stage.DownloadAsync(_person, file);
        Assert.Equal(type, head.Content.Headers.ContentType!.ToString());
        Assert.Equal("inline", head.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", head.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", head.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var picture = SKBitmap.Decode(bytes);
        Assert.True(picture.GetPixel(10, 100).Red > 200 && picture.GetPixel(290, 100).Blue > 200);
        var (small, _) = await stage.DownloadAsync(_person, file, "thumbnailUrl");
        using var thumbnail = SKBitmap.Decode(small);
        Assert.Equal((256, 171), (thumbnail.Width, thumbnail.Height));
    }

    /// <summary>Each way to hold a camera; red is where it was seen.</summary>
    [Theory]
    [InlineData(1, 300, 200, 10, 100)]
    [InlineData(2, 300, 200, 290, 100)]
    [InlineData(3, 300, 200, 290, 100)]
    [InlineData(4, 300, 200, 10, 100)]
    [InlineData(5, 200, 300, 100, 10)]
    [InlineData(6, 200, 300, 100, 10)]
    [InlineData(7, 200, 300, 100, 290)]
    [InlineData(8, 200, 300, 100, 290)]
    public async Task Photos_stand_upright_and_do_not_tell_where_they_were_taken(byte orientation, int width, int height, int x, int y)
    {
        var stage = await stages.OnAsync(false);
        var photo = SampleFiles.Photo(300, 200, orientation);
        Assert.True(Holds(photo, SampleFiles.Place) && Holds(photo, "Exif"));
        var file = await stage.UploadAsync(_person, photo, "photo.jpg");
        Assert.Equal((width, height), (file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()));
        var (bytes, _) = await stage.DownloadAsync(_person, file);
        Assert.False(Holds(bytes, SampleFiles.Place) || Holds(bytes, "Exif") || Holds(bytes, "ICC_PROFILE"));
        using var picture = SKBitmap.Decode(bytes);
        Assert.True(picture.GetPixel(x, y) is { Red: > 200, Blue: < 60 });
        Assert.True(picture.GetPixel(width - x, height - y) is { Red: < 60, Blue: > 200 });
    }

    [Fact]
    public async Task Large_ones_become_smaller_and_a_gif_a_still_picture_and_it_is_said()
    {
        var stage = await stages.OnAsync(false);
        var large = await stage.UploadAsync(_person, SampleFiles.Picture(4000, 1000, SKEncodedImageFormat.Jpeg), "large.jpeg");
        Assert.Equal((2048, 512, "large.jpeg"), (large.GetProperty("width").GetInt32(), large.GetProperty("height").GetInt32(), large.GetProperty("name").GetString()));
        Assert.Contains("2048 x 512", large.GetProperty("note").GetString(), StringComparison.Ordinal);
        var gif = await stage.UploadAsync(_person, SampleFiles.MovingGif(), "cat.gif");
        Assert.Equal(("cat.png", "image/png"), (gif.GetProperty("name").GetString(), gif.GetProperty("mediaType").GetString()));
        Assert.Contains("still PNG", gif.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_decoded()
    {
        var stage = await stages.OnAsync(false);
        Assert.Contains("30000 x 30000 pixels", await stage.RefusedFileAsync(_person, SampleFiles.ImageBomb(), "bomb.png", HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_megabytes_are_refused_with_words()
    {
        var stage = await stages.OnAsync(false);
        byte[] huge = [.. SampleFiles.Picture(10, 10, SKEncodedImageFormat.Png), .. new byte[50 * 1024 * 1024]];
        var words = await stage.RefusedFileAsync(_person, huge, "huge.png", HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("50 MB long: a picture can have at most 20 MB", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_picture_and_none_at_all_are_refused()
    {
        var stage = await stages.OnAsync(false);
        var whole = SampleFiles.Picture(300, 200, SKEncodedImageFormat.Png);
        Assert.Contains("damaged", await stage.RefusedFileAsync(_person, whole[..(whole.Length / 2)], "half.png", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("damaged", await stage.RefusedFileAsync(_person, [.. whole[..8], .. new byte[500]], "none.png", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("PNG, JPEG, WebP", await stage.RefusedFileAsync(_person, [0x7F, .. "ELF"u8, 1, 0, 0, 200], "program.png", HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
