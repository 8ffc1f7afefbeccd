using System.Net;
using System.Text;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>A server whose streams wait two seconds for readers and keep next to nothing in memory, so that much is read from the database.</summary>
public sealed class StreamsStage : IAsyncLifetime
{
    internal ReliabilityStage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Stage = await ReliabilityStage.StartAsync("", "--Parley:Streams:Grace=00:00:02", "--Parley:Streams:MemoryPerStream=2000");

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    /// <summary>Begins a resumable stream; the response's head is here.</summary>
    internal async Task<(string Id, HttpResponseMessage Response)> BeginAsync(WireCall call)
    {
        using var request = call.ToRequest();
        request.Headers.Add("x-parley-resumable", "true");
        var response = await Stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (response.Headers.GetValues("x-parley-request-id").Single(), response);
    }

    /// <summary>Begins a resumable stream and reads it to its end.</summary>
    internal async Task<(string Id, byte[] Bytes)> WholeAsync(WireCall call)
    {
        var (id, response) = await BeginAsync(call);
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (id, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Picks a stream up and reads it to its end.</summary>
    internal async Task<byte[]> PickUpAsync(string id, long after, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/streams/{id}");
        if (after > 0) request.Headers.Add("Last-Event-ID", after.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await (client ?? Stage.Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads some bytes of a response, which stays open.</summary>
    internal static async Task<byte[]> ReadSomeAsync(HttpResponseMessage response, int least)
    {
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[512];
        while (read.Length < least) read.Write(buffer, 0, await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count ? count : throw new EndOfStreamException());
        return read.ToArray();
    }

    /// <summary>What a client has of a stream that was cut: the whole events, and the id of the last.</summary>
    internal static (int Bytes, long LastId) WholeEvents(ReadOnlySpan<byte> cut)
    {
        var (bytes, last) = (0, 0L);
        for (var at = 0; cut[at..].IndexOf("\n\n"u8) is >= 0 and var end;)
        {
            var frame = Encoding.UTF8.GetString(cut.Slice(at, end));
            at = bytes = at + end + 2;
            if (frame.Split('\n').FirstOrDefault(l => l.StartsWith("id: ", StringComparison.Ordinal)) is { } id) last = long.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture);
        }

        return (bytes, last);
    }
}
