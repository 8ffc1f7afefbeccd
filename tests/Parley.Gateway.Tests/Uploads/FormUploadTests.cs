using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Uploads;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Uploads;

/// <summary>A form on its way through: how it is cut by the network and where its parts stand makes no difference.</summary>
public sealed class FormUploadTests
{
    private const string Model = "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nasked\r\n";
    private const string File = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ä.wav\"\r\nContent-Type: audio/wav\r\n\r\n\r\n--zx-\r\n--y\r\n\r\n";
    private const string Field = "--x\r\nContent-Disposition: form-data; name=\"timestamp_granularities[]\"\r\nX-Own: 1\r\n\r\nword\r\n";

    [Theory]
    [InlineData(Model + Field + File + Field), InlineData(File + Field + Model + Field), InlineData(Field + Model + File), InlineData(File + Model)]
    public async Task Any_cutting_gives_the_same_form(string parts)
    {
        var body = Encoding.UTF8.GetBytes("preamble\r\n" + parts + "--x--\r\nepilogue");
        foreach (var step in new[] { 1, 2, 3, 17, 4096 })
        {
            using var client = new CancellationTokenSource();
            await using var upload = await FormReader.ReadAsync(new CutStream(body, [step]), "multipart/form-data; boundary=x", body.Length, client);
            using var content = new FormContent(upload, "ours \"é\"");
            var announced = content.Headers.ContentLength;
            var sent = await content.ReadAsByteArrayAsync();
            if (announced is not null) Assert.Equal(announced, sent.Length);
            var boundary = content.Headers.ContentType!.Parameters.Single().Value!;
            Assert.Equal(parts.Replace("\r\n\r\nasked", "\r\n\r\nours \"é\"", StringComparison.Ordinal) + "--x--\r\n", Encoding.UTF8.GetString(sent).Replace(boundary, "x", StringComparison.Ordinal));
            Assert.Equal(upload.Rest is not null, upload.IsSpent);
        }
    }

    [Fact]
    public async Task What_came_from_the_client_is_sent_once_and_what_was_kept_as_often_as_it_takes()
    {
        foreach (var (parts, times) in new[] { (Model + File, 1), (File + Model, 3) })
        {
            using var client = new CancellationTokenSource();
            var upload = await FormReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(parts + "--x--\r\n")), "multipart/form-data; boundary=x", 10_000, client);
            for (var i = 0; i < times; i++) await new FormContent(upload, "ours").CopyToAsync(Stream.Null);
            await upload.DisposeAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => new FormContent(upload, "ours").CopyToAsync(Stream.Null));
        }
    }

    [Fact]
    public async Task The_end_of_a_request_ends_a_send_that_goes_on_and_waits_for_it()
    {
        using var client = new CancellationTokenSource();
        var upload = await FormReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Model + File + "--x--\r\n")), "multipart/form-data; boundary=x", 10_000, client);
        var isBegun = new TaskCompletionSource();
        var hasEnded = false;
        var sending = upload.SendAsync(async token =>
        {
            isBegun.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => Task.Delay(50, CancellationToken.None), TaskScheduler.Default).Unwrap();
            hasEnded = true;
        }, default);
        await isBegun.Task;
        await upload.DisposeAsync();
        Assert.True(hasEnded);
        await sending;
    }

    [Fact]
    public async Task Any_bytes_are_a_form_or_a_400()
    {
        var random = new Random(4711);
        var good = Encoding.UTF8.GetBytes(File + Model + Field + "--x--\r\n");
        for (var round = 0; round < 3000; round++)
        {
            var body = good.ToArray();
            for (var i = random.Next(4); i >= 0; i--) body[random.Next(body.Length)] = (byte)random.Next(256);
            using var client = new CancellationTokenSource();
            try
            {
                await using var upload = await FormReader.ReadAsync(new MemoryStream(body, 0, random.Next(body.Length)), "multipart/form-data; boundary=x", 10_000, client);
            }
            catch (GatewayFaultException refused)
            {
                Assert.Equal(400, refused.Fault.Status);
            }

            Assert.False(client.IsCancellationRequested);
        }
    }
}
