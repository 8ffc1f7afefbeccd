using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Upstreams.Http;

/// <summary>A vendor that answers before it has read the request still reads this caller's words, and no other's.</summary>
public sealed class EarlyAnswerTests
{
    private const int Length = 4 * 1024 * 1024; // more than windows and socket buffers hold

    [Fact]
    public async Task A_send_that_outlives_its_request_carries_no_other_callers_bytes()
    {
        var mayRead = new TaskCompletionSource();
        var seen = new TaskCompletionSource<byte[]>();
        await using var vendor = await StartVendorAsync(async context =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            await mayRead.Task;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            seen.SetResult(body.ToArray());
        });
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        var body = new ClientBody(Length, Length);
        body.Append(new(Filled('a')));
        using var message = new HttpRequestMessage(HttpMethod.Post, vendor.Urls.First())
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new SplicedContent(body.Written, [], body),
        };
        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        body.Dispose(); // the request is over
        var others = ArrayPool<byte>.Shared.Rent(Length);
        others.AsSpan().Fill((byte)'X');
        mayRead.SetResult();

        var read = await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal((Length, -1), (read.Length, read.AsSpan().IndexOfAnyExcept((byte)'a')));
    }

    [Fact]
    public async Task A_send_under_way_keeps_the_memory_and_a_finished_one_lets_it_go()
    {
        foreach (var finished in new[] { true, false })
        {
            var body = new ClientBody(60_000, Length);
            body.Append(new(new byte[60_000]));
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body.Written, out var memory));
            var slow = new SlowStream();
            using var content = new SplicedContent(body.Written, [new Splice(2..4, "12"u8.ToArray())], body);
            var sending = content.CopyToAsync(slow, TestContext.Current.CancellationToken);
            if (finished)
            {
                slow.Gate.SetResult();
                await sending;
            }

            body.Dispose();
            Assert.Equal(finished, ReferenceEquals(memory.Array, ArrayPool<byte>.Shared.Rent(60_000)));
            slow.Gate.TrySetResult();
            await sending;
        }
    }

    [Fact]
    public async Task A_send_that_comes_too_late_sends_nothing()
    {
        var body = new ClientBody(4, Length);
        body.Append(new("1234"u8.ToArray()));
        using var content = new SplicedContent(body.Written, [], body);
        body.Dispose();
        using var stream = new MemoryStream();
        await Assert.ThrowsAnyAsync<Exception>(() => content.CopyToAsync(stream, TestContext.Current.CancellationToken));
        Assert.Equal(0, stream.Length);
    }

    private static byte[] Filled(char letter)
    {
        var bytes = new byte[Length];
        bytes.AsSpan().Fill((byte)letter);
        return bytes;
    }

    private static async Task<WebApplication> StartVendorAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var vendor = builder.Build();
        vendor.Run(answer);
        await vendor.StartAsync();
        return vendor;
    }

    /// <summary>Takes nothing until the gate opens.</summary>
    private sealed class SlowStream : MemoryStream
    {
        public TaskCompletionSource Gate { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await Gate.Task;
    }
}
