using System.IO.Compression;
using System.Net;
using System.Text;

namespace Parley.Tests.Simulation;

public sealed class ImageSimulationTests : SimulatorBench
{
    [Fact]
    public async Task Images_are_valid_and_each_its_own()
    {
        var answer = await JsonAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a red cat","n":2}""");
        var images = answer.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("b64_json").GetBytesFromBase64()).ToArray();
        Assert.Equal(2, images.Length);
        Assert.All(images, AssertPng);
        Assert.NotEqual(images[0], images[1]);
        Assert.Equal((2, 2112, 2114), (answer.GetProperty("usage").GetProperty("input_tokens").GetInt32(), answer.GetProperty("usage").GetProperty("output_tokens").GetInt32(), answer.GetProperty("usage").GetProperty("total_tokens").GetInt32()));
    }

    [Fact]
    public async Task DallE_gives_addresses_that_can_be_fetched()
    {
        var answer = await JsonAsync("/v1/images/generations", """{"model":"dall-e-3","prompt":"a red cat"}""");
        AssertPng(await Client.GetByteArrayAsync(answer.GetProperty("data")[0].GetProperty("url").GetString()));
        Assert.False(answer.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task A_streamed_image_comes_several_times()
    {
        using var answer = await PostAsync("/v1/images/generations", """{"model":"gpt-image-1","prompt":"a","stream":true,"partial_images":2}""");
        var events = Events(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(e => e.Name));
        Assert.Equal(1057, Parse(events[^1].Data).GetProperty("usage").GetProperty("total_tokens").GetInt32());
        AssertPng(Parse(events[^1].Data).GetProperty("b64_json").GetBytesFromBase64());
        using var failed = await PostAsync("/v1/images/generations", """{"model":"gpt-image-1-errmid1","prompt":"a","stream":true,"partial_images":2}""");
        Assert.Equal(["image_generation.partial_image", "error"], Events(await failed.Content.ReadAsStringAsync()).Select(e => e.Name));
    }

    [Fact]
    public async Task An_edit_is_a_form_of_which_the_log_keeps_no_bytes()
    {
        using var form = new MultipartFormDataContent { { new StringContent("gpt-image-1-sz64"), "model" }, { new StringContent("żółw"), "prompt" }, { new ByteArrayContent(new byte[70_000]), "image[]", "a.png" } };
        using var answer = await Client.PostAsync("/v1/images/edits", form);
        var image = Parse(await answer.Content.ReadAsStringAsync()).GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64();
        AssertPng(image);
        Assert.True(image.Length > 64 * 64 * 3);
        var request = Simulator.LastRequest!;
        Assert.Equal(0, request.Body.Length);
        Assert.Equal(["model", "prompt", "image[]"], request.Form.Select(f => f.Name));
        Assert.Equal("żółw", request.Form[1].Text);
        Assert.Equal(("a.png", 70_000L, null), (request.Form[2].FileName, request.Form[2].Size, request.Form[2].Text));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[70_000])), request.Form[2].Sha256);
    }

    [Theory]
    [InlineData("""{"model":"gpt-image-1"}""", "prompt"), InlineData("""{"model":"gpt-image-1","prompt":"a","n":11}""", "'n'")]
    [InlineData("""{"model":"gpt-image-1-strict","prompt":"a","response_format":"url"}""", "Unknown parameter: 'response_format'"), InlineData("""{"model":"gpt-image-1-refuse","prompt":"a"}""", "safety system")]
    [InlineData("""{"model":"gpt-image-1-err400","prompt":"a"}""", "simulated status 400")]
    public async Task Bad_requests_are_refused(string body, string reason)
    {
        using var answer = await PostAsync("/v1/images/generations", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // Signature, three chunks, and pixels that unpack to as many bytes as the header promises.
    private static void AssertPng(byte[] file)
    {
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], file[..8]);
        var side = (file[18] << 8) + file[19];
        var length = (file[33] << 24) + (file[34] << 16) + (file[35] << 8) + file[36];
        Assert.Equal("IDAT", Encoding.ASCII.GetString(file, 37, 4));
        using var pixels = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        zlib.CopyTo(pixels);
        Assert.Equal(side * (1 + side * 3), pixels.Length);
        // The last chunk is always the same, its checksum is known.
        Assert.Equal([0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], file[^12..]);
    }
}
