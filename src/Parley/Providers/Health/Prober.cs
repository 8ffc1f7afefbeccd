using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Providers.Health;

/// <summary>Asks one upstream whether it is there, through the guarded way out. Never throws for what the upstream does.</summary>
internal sealed class Prober(UpstreamConnections connections, TimeProvider time)
{
    /// <summary>Longer lists are not read on; a shorter one is read whole, so that its connection serves the next probe.</summary>
    private const int MostBytes = 64 * 1024;

    public async Task<ProbeResult> ProbeAsync(UpstreamConfig upstream, UpstreamCredential? credential, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        int? status = null;
        ProbeResult Result(string? error) => new(time.GetElapsedTime(began), error, status, credential?.Id);
        try
        {
            using var request = ProbeRequest.Create(upstream, credential);
            using var response = await connections.For(upstream).SendAsync(request, either.Token);
            status = (int)response.StatusCode;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            status = ProbeVerdict.Status(upstream.Kind, status.Value, await BeginAsync(body, either.Token));
            return Result(ProbeVerdict.Of(status.Value));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Result("it did not answer in time");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            var reason = problem.InnerException is HttpRequestException ? problem.InnerException : problem;
            return Result(reason.Message.TrimEnd('.'));
        }
    }

    /// <summary>The begin of the body, read up to the limit.</summary>
    private static async Task<byte[]> BeginAsync(Stream body, CancellationToken cancellationToken)
    {
        var (begin, rest) = (new byte[4096], new byte[4096]);
        var kept = await body.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
        if (kept < begin.Length) return begin[..kept];
        for (var read = kept; read < MostBytes && await body.ReadAsync(rest, cancellationToken) is > 0 and var count;) read += count;
        return begin;
    }
}
