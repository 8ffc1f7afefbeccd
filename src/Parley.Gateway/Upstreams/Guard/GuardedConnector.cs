using System.Net;
using System.Net.Sockets;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>
/// Makes the TCP connections of one pool. The addresses that are judged are the ones that are connected to: no second
/// look-up lies between, so a name that changes its mind (DNS rebinding) gains nothing.
/// </summary>
internal sealed class GuardedConnector(ConnectionKey key, ResolveHost resolve, TimeProvider time)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await ConnectAsync(context.DnsEndPoint, cancellationToken);

    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await ResolveAsync(target, cancellationToken);
        var allowed = IsAllowedPrivate(target) ? addresses : Array.FindAll(addresses, AddressGuard.IsPublic);
        if (allowed.Length == 0) throw new AddressRefusedException(target.Host, target.Port);

        var started = time.GetTimestamp();
        for (var i = 0; ; i++)
        {
            // A dead address must not use up the time of those behind it: each gets its share of what is left.
            var share = (key.ConnectTimeout - time.GetElapsedTime(started)) / (allowed.Length - i);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(share > TimeSpan.Zero ? share : TimeSpan.Zero);
            try
            {
                return await DialAsync(new IPEndPoint(allowed[i], target.Port), limit.Token);
            }
            catch (Exception problem) when (problem is SocketException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (i < allowed.Length - 1) continue;
                if (problem is not SocketException)
                    throw new HttpRequestException(HttpRequestError.ConnectionError,
                        $"No connection to {target.Host}:{target.Port} within {key.ConnectTimeout.TotalSeconds:0.###} s.", new TimeoutException());
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"No connection to {target.Host}:{target.Port}: {problem.Message}.", problem);
            }
        }
    }

    private bool IsAllowedPrivate(DnsEndPoint target) =>
        key.AllowPrivate && target.Port == key.Port && target.Host.Equals(key.Host, StringComparison.OrdinalIgnoreCase);

    private async Task<IPAddress[]> ResolveAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        try
        {
            var found = await resolve(target.Host, cancellationToken);
            if (found.Length > 0) return found;
        }
        catch (SocketException problem)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"The host {target.Host} cannot be resolved: {problem.Message}.", problem);
        }

        throw new HttpRequestException(HttpRequestError.NameResolutionError, $"The host {target.Host} has no address.");
    }

    private static async Task<Stream> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
