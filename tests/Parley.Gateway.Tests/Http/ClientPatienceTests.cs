using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Gateway.Http;

namespace Parley.Gateway.Tests.Http;

public sealed class ClientPatienceTests : IDisposable
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    private readonly Client _client = new();
    private readonly DefaultHttpContext _context = new();

    public ClientPatienceTests()
    {
        _context.Features.Set<IHttpRequestLifetimeFeature>(_client);
        _context.Features.Set<IHttpResponseBodyFeature>(new Body(_pipe.Writer));
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void A_client_that_keeps_up_is_not_waited_for()
    {
        var flushing = FlushAsync(999, TimeSpan.FromHours(1));
        Assert.True(flushing.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off()
    {
        await Assert.ThrowsAsync<ConnectionAbortedException>(async () => await FlushAsync(2000, TimeSpan.FromMilliseconds(100)));
        Assert.True(_client.IsAborted);
    }

    [Fact]
    public async Task A_client_that_reads_in_the_end_is_not()
    {
        var flushing = FlushAsync(2000, TimeSpan.FromSeconds(30));
        Assert.False(flushing.IsCompleted);
        await ReadAsync();
        await flushing;
        Assert.False(_client.IsAborted);
    }

    [Fact]
    public async Task A_long_piece_has_more_time()
    {
        var flushing = FlushAsync(2000, TimeSpan.FromMilliseconds(300), waiting: 1024L * 1024 * 1024);
        await Task.Delay(900, TestContext.Current.CancellationToken);
        Assert.False(_client.IsAborted);
        await ReadAsync();
        await flushing;
    }

    [Fact]
    public async Task A_long_body_may_take_longer_than_the_limit_while_it_moves()
    {
        var body = new byte[3 * 256 * 1024 + 1];
        new Random(1).NextBytes(body);
        var writing = Patience(TimeSpan.FromMilliseconds(600)).WriteAsync(_context, body, _client.RequestAborted);
        using var taken = new MemoryStream();
        while (taken.Length < body.Length)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            await ReadAsync(taken);
        }

        await writing;
        Assert.False(_client.IsAborted);
        Assert.Equal(body, taken.ToArray());
    }

    private Task FlushAsync(int bytes, TimeSpan limit, long? waiting = null)
    {
        _pipe.Writer.GetSpan(bytes);
        _pipe.Writer.Advance(bytes);
        return Patience(limit).FlushAsync(_context, _pipe.Writer, waiting ?? bytes, _client.RequestAborted).AsTask();
    }

    private static ClientPatience Patience(TimeSpan limit) =>
        new(new GatewayLimits { StalledClientTimeout = limit }, TimeProvider.System, NullLogger<ClientPatience>.Instance);

    private async Task ReadAsync(Stream? into = null)
    {
        var read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        foreach (var part in read.Buffer) into?.Write(part.Span);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
    }

    private sealed class Client : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public CancellationToken RequestAborted { get => _aborted.Token; set => throw new NotSupportedException(); }

        public bool IsAborted => _aborted.IsCancellationRequested;

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }

    private sealed class Body(PipeWriter writer) : StreamResponseBodyFeature(Stream.Null), IHttpResponseBodyFeature
    {
        PipeWriter IHttpResponseBodyFeature.Writer => writer;
    }
}
