using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Parley.Shared;

namespace Parley;

/// <summary>Looks whether the addresses are free before anything is written: the web server itself finds out last, when
/// tables and the first key, which nobody would ever see, are made already.</summary>
internal static class PortCheck
{
    /// <summary>Throws a <see cref="UserError"/> for an address that cannot be listened on.</summary>
    public static void Verify(IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            var address = Read(url);
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) continue;
            foreach (var ip in AddressesOf(address.Host)) Try(url, new IPEndPoint(ip, address.Port));
        }
    }

    private static BindingAddress Read(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: <= IPEndPoint.MaxPort } address) return address;
        }
        catch (FormatException)
        {
            // Refused below, like an address of another scheme.
        }

        throw new UserError($"\"{url}\" is not an address to listen on. Nothing was started; write it like http://localhost:5080.");
    }

    private static IPAddress[] AddressesOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? [ip]
        : [IPAddress.Any];

    private static void Try(string url, IPEndPoint place)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new UserError(
                $"The address {url} is in use by another program. Nothing was started; stop that program, or choose another port with --urls http://localhost:PORT.", problem);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new UserError($"Listening on {url} needs more rights than this user has. Nothing was started; choose a port above 1023 with --urls http://localhost:PORT.", problem);
        }
        catch (SocketException)
        {
            // No such address family or address here: whether that matters is the web server's decision.
        }
    }
}
