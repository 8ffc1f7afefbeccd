using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SkiaSharp;

namespace Parley.Tests.Identity;

public sealed class AvatarTests
{
    [Fact]
    public async Task A_picture_is_drawn_anew()
    {
        await using var host = await IdentityHost.StartAsync();
        using var client = (await host.PersonAsync("ada@example.org")).Client(host.Address);
        const string Path = "/api/v1/auth/me/avatar";
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Path)).StatusCode);
        foreach (var format in new[] { SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp })
        {
            using var body = new ByteArrayContent(Picture(format, 700, 400));
            // What it is called does not matter.
            body.Headers.ContentType = new MediaTypeHeaderValue("text/html");
            Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(Path, body)).StatusCode);
        }

        Assert.StartsWith(Path, (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("avatarUrl").GetString(), StringComparison.Ordinal);
        using var shown = await client.GetAsync(Path);
        Assert.Equal("image/webp", shown.Content.Headers.ContentType?.MediaType);
        using var bitmap = SKBitmap.Decode(await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal((256, 256), (bitmap.Width, bitmap.Height));
        byte[][] wrong = [[], "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "GIF89a"u8.ToArray(), Picture(SKEncodedImageFormat.Png, 40, 30)[..60], Bomb()];
        foreach (var bytes in wrong)
        {
            using var body = new ByteArrayContent(bytes);
            body.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync(Path, body)).StatusCode);
        }

        using var huge = new ByteArrayContent(new byte[6 * 1024 * 1024]);
        huge.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync(Path, huge)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Path)).StatusCode);
    }

    [Fact]
    public async Task One_person_s_pictures_are_drawn_one_after_the_other()
    {
        await using var host = await IdentityHost.StartAsync();
        using var client = (await host.PersonAsync("ada@example.org")).Client(host.Address);
        var picture = Picture(SKEncodedImageFormat.Png, 3000, 3000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var body = new ByteArrayContent(picture);
            using var answer = await client.PutAsync("/api/v1/auth/me/avatar", body);
            return answer.StatusCode;
        }));
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    internal static byte[] Picture(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Orange);
        using var image = SKImage.FromBitmap(bitmap);
        return image.Encode(format, 80).ToArray();
    }

    /// <summary>A small file that says it has 10,000 million pixels.</summary>
    private static byte[] Bomb()
    {
        var png = Picture(SKEncodedImageFormat.Png, 40, 30);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 100_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 100_000);
        var crc = Crc(png.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), crc);
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
